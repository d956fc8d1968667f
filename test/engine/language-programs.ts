/** Programs by which a language is tried. */
export interface LanguagePrograms {
  /** Prints what it reads, after a prompt, to show that input reaches it untouched. */
  echo: string;
  /** Ends with an error, and what standard error then says. */
  failing: string;
  says: RegExp;
  /** Does not compile; only for compiled languages. */
  wrong?: string;
}

export const LANGUAGE_PROGRAMS: Record<string, LanguagePrograms> = {
  bash: {
    echo: 'printf "name? "; read -r name; echo "<$name>"; cat',
    failing: "no-such-command; exit 3",
    says: /not found/,
  },
  c: {
    echo: '#include <stdio.h>\nint main(void){char n[99];printf("name? ");scanf("%98[^\\n]",n);getchar();printf("<%s>\\n",n);int c;while((c=getchar())!=EOF)putchar(c);}',
    failing: '#include <stdio.h>\nint main(void){fputs("bad\\n",stderr);return 3;}',
    says: /^bad$/m,
    wrong: "int main(void) {\n  return x;\n}\n",
  },
  cpp: {
    echo: '#include <iostream>\n#include <string>\nint main(){std::string n;std::cout<<"name? ";std::getline(std::cin,n);std::cout<<"<"<<n<<">\\n"<<std::cin.rdbuf();}',
    failing: '#include <stdexcept>\nint main(){throw std::runtime_error("bad");}',
    says: /what\(\):\s+bad/,
    wrong: "int main() {\n  std::cout << 1;\n}\n",
  },
  go: {
    echo: 'package main\nimport ("bufio";"fmt";"io";"os";"strings")\nfunc main(){r:=bufio.NewReader(os.Stdin);fmt.Print("name? ");n,_:=r.ReadString(\'\\n\');fmt.Printf("<%s>\\n",strings.TrimSpace(n));io.Copy(os.Stdout,r)}',
    failing: 'package main\nfunc main(){panic("bad")}',
    says: /panic: bad/,
    wrong: "package main\n\nfunc main() {\n\tx := 1\n}\n",
  },
  java: {
    echo: 'import java.util.Scanner;\npublic class Main{public static void main(String[] a){var s=new Scanner(System.in);System.out.print("name? ");System.out.println("<"+s.nextLine()+">");while(s.hasNextLine())System.out.println(s.nextLine());}}',
    failing: 'public class Main{public static void main(String[] a){throw new IllegalStateException("bad");}}',
    says: /IllegalStateException: bad/,
    wrong: "public class Main {\n  int x = y;\n}\n",
  },
  lua: {
    echo: 'io.write("name? ") local n=io.read() print("<"..n..">") io.write(io.read("a"))',
    failing: 'error("bad")',
    says: /main.lua:1: bad/,
  },
  php: {
    echo: '<?php echo "name? "; $n=trim(fgets(STDIN)); echo "<$n>\\n"; echo stream_get_contents(STDIN);',
    failing: '<?php throw new Exception("bad");',
    says: /Uncaught Exception: bad/,
  },
  ruby: {
    echo: 'print "name? "\nn = gets.chomp\nputs "<#{n}>"\nprint $stdin.read',
    failing: 'raise "bad"',
    says: /main.rb:1:in `<main>': bad \(RuntimeError\)/,
  },
  rust: {
    echo: 'use std::io::*;\nfn main(){print!("name? ");stdout().flush().unwrap();let mut n=String::new();stdin().read_line(&mut n).unwrap();println!("<{}>",n.trim());copy(&mut stdin(),&mut stdout()).unwrap();}',
    failing: 'fn main(){panic!("bad");}',
    says: /panicked at 'bad'|panicked at/,
    wrong: 'fn main() {\n    let x: i32 = "1";\n}\n',
  },
  sql: { echo: "", failing: "SELECT 1;\nSELECT * FROM missing;", says: /no such table: missing/ },
};
