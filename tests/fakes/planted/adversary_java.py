"""Shapes of faults in Java, and what only looks like them."""

FILES: dict[str, str | bytes] = {
    "java/src/main/java/shop/Cart.java": """package shop;

import java.security.MessageDigest;
import java.sql.Statement;

/** A cart. */
public class Cart {
    private static final String PASSWORD = "Gr33n-tea-77"; // PLANT-INT02
    private static final String PASSWORD_KEY = "app.password";
    private String passwordField = "password";

    /** Total. */
    public int total() {
        throw new UnsupportedOperationException("Not implemented yet"); // PLANT-INT03
    }

    /** Immutable. */
    public boolean remove(Object one) {
        throw new UnsupportedOperationException();
    }

    /** Ships. */
    public void ship() {
        throw new RuntimeException("TODO"); // PLANT-INT03
    }

    /** Reads. */
    public void read(String name, Statement s) {
        try {
            s.execute("SELECT 1");
        } catch (Exception e) {
        }
        try {
            Thread.sleep(1);
        } catch (InterruptedException ignored) {
        }
        try {
            s.execute("SELECT * FROM users WHERE name = '" + name + "'"); // PLANT-STR03
        } catch (Exception e) {
            // the table may be missing
        }
        try { s.execute("SELECT 2"); } catch (Exception e) { log.warn("x", e); }
        try { s.execute("SELECT 2"); } catch (RuntimeException e) {}
        Runtime.getRuntime().exec("ls " + name); // PLANT-STR03
        new ProcessBuilder("sh", "-c", "ls " + name).start(); // PLANT-STR03
        new ProcessBuilder("ls", name).start();
        MessageDigest.getInstance("MD5"); // PLANT-STR03
        MessageDigest.getInstance("SHA-256");
        new ObjectInputStream(in).readObject(); // PLANT-STR03
        String q = String.format("SELECT * FROM users WHERE name = '%s'", name); // PLANT-STR03
        dataSource.setPassword("h0rse-battery"); // PLANT-INT02
        dataSource.setPassword(System.getenv("DB_PASSWORD"));
    }

    public void silent() { // one
    }
}
""",
    "java/src/main/java/shop/Base.java": """package shop;

/** A base. */
public abstract class Base {
    /** Area. */
    public int area() {
        throw new UnsupportedOperationException("not implemented");
    }
}
""",
    "java/src/main/java/shop/Open.java": """package shop;

/** Open. */
public class Open {
    /** F. */
    public int f(int a) {
        if (a > 1) {
            return 1;
        return 2;
    }
}
""",
    "java/src/main/java/shop/Semi.java": """package shop;

/** Semi. */
public class Semi {
    /** F. */
    public int f(int a) {
        int b = a + 1
        return b;
    }
}
""",
    "java/src/main/java/shop/Modern.java": '''package shop;

import java.util.List;

/** Modern. */
public sealed interface Modern permits One, Two {
    /** Tells. */
    default String tell(Object o) {
        return switch (o) {
            case String s when s.length() > 1 -> s;
            case Integer i -> { yield "i"; }
            default -> """
                text { block
                """;
        };
    }

    /** Lists. */
    static List<String> names() {
        try (var in = open(); var out = other()) {
            for (int i = 0, j = 1; i < j; i++) { System.out.println(i); }
            return List.of();
        }
    }
}
''',
    "java/src/test/java/shop/CartTest.java": """package shop;

import org.junit.jupiter.api.Test;

class CartTest {
    @Test
    void total() {
        new Cart().total();
    }

    @Test
    void checked() {
        assertThat(new Cart().total()).isEqualTo(1);
    }

    @Test
    void mvc() throws Exception {
        mvc.perform(get("/")).andExpect(status().isOk());
    }

    @Test
    void reactive() {
        StepVerifier.create(flux).expectNext(1).verifyComplete();
    }

    @Test(expected = IllegalStateException.class)
    void old() {
        new Cart().ship();
    }

    @Test
    void contextLoads() {
    }

    @Test
    void doesNotThrow() {
        new Cart().total();
    }

    @Test
    void always() {
        assertTrue(true); // PLANT-INT06
        assertEquals(1, 1); // PLANT-INT06
        Assertions.assertTrue(true); // PLANT-INT06
        assertEquals(1, new Cart().total());
    }

    @Disabled
    @Test
    void off() {
        assertEquals(1, new Cart().total());
    }

    @Disabled("see JIRA-12")
    @Test
    void offReason() {
        assertEquals(1, new Cart().total());
    }

    @Test
    void waits() throws Exception {
        Thread.sleep(500); // PLANT-TDD09
        assertEquals(1, new Cart().total());
    }

    @Test
    void helper() {
        checkTotal(3);
    }

    private void checkTotal(int n) {
        assertEquals(n, new Cart().total());
    }
}
""",
    "java/src/main/resources/application.properties": "spring.datasource.password=h4mmer-time\n"
    "spring.datasource.username=shop\n"
    "other.password=${DB_PASSWORD}\n",
}
PLACES = {
    "INT02": {"java/src/main/resources/application.properties:1"},
    "INT04": {"java/src/main/java/shop/Cart.java:31", "java/src/main/java/shop/Cart.java:43"},
    "INT05": {"java/src/test/java/shop/CartTest.java:7", "java/src/test/java/shop/CartTest.java:32"},
    "INT08": {"java/src/test/java/shop/CartTest.java:48"},
    "STR01": {"java/src/main/java/shop/Open.java:11", "java/src/main/java/shop/Semi.java:7"},
}  # fmt: skip
