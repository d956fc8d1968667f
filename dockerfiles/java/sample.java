import java.util.List;

public class Main {
  public static void main(String[] args) {
    List<String> names = List.of("Ada", "Grace", "Alan");

    for (String name : names) {
      System.out.println("Hello, " + name + "!");
    }
  }
}
