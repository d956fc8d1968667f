package main

import "fmt"

func main() {
	names := []string{"Ada", "Grace", "Alan"}

	for index, name := range names {
		fmt.Printf("%d. Hello, %s!\n", index+1, name)
	}
}
