fn main() {
    let names = ["Ada", "Grace", "Alan"];

    for (index, name) in names.iter().enumerate() {
        println!("{}. Hello, {}!", index + 1, name);
    }
}
