"""A Java project that Maven builds."""

from tests.fakes.planted.common import at, readme, well_kept
from tests.fakes.planted.project import PlantedProject

_OLD: dict[str, str | bytes] = {
    **{path: text for path, text in well_kept("maven", "./mvnw -B verify").items() if "dependabot" not in path},
    "README.md": readme("Java shop", "mvn install", "java -jar target/shop.jar", "mvn test"),
    "pom.xml": "<project>\n  <licenses>\n    <license>\n"
    "      <name>Apache License, Version 2.0</name> <!-- PLANT-SAG02 -->"
    "\n    </license>\n  </licenses>\n</project>\n",
    ".mvn/wrapper/maven-wrapper.jar": b"PK\x03\x04" + b"\0" * 3000,
    "lib/driver.jar": b"PK\x03\x04" + b"\0" * 3000,
    "src/main/java/shop/Cart.java": """package shop;

import java.security.MessageDigest;
import java.sql.Statement;

/** A cart. */
public class Cart extends Base {
    private static final String DB_PASSWORD = "k1tchen-sink-4"; // PLANT-INT02
    private static final String PASSWORD_PROPERTY = "shop.password";

    /** Adds. */
    @Override
    public int add(int amount) {
        return amount;
    }

    /** Removes. */
    public boolean remove(Object one) {
        throw new UnsupportedOperationException();
    }

    /** Ships. */
    public void ship() {
        throw new UnsupportedOperationException("Not implemented yet"); // PLANT-INT03
    }

    /** Finds. */
    public void find(Statement statement, String name) throws Exception {
        try {
            statement.executeQuery("SELECT * FROM orders WHERE name = '" + name + "'"); // PLANT-STR03
        } catch (Exception error) {
        }
        try {
            Thread.sleep(10);
        } catch (InterruptedException ignored) {
        }
        try {
            statement.close();
        } catch (Exception error) {
            log.warn("not closed", error);
        }
        MessageDigest.getInstance("MD5"); // PLANT-STR03
        MessageDigest.getInstance("SHA-256");
    }
}
""",
    "src/main/java/shop/Base.java": """package shop;

/** What carts have in common. */
public class Base {
    /** Adds. */
    public int add(int amount) {
        throw new UnsupportedOperationException("not implemented here");
    }
}
""",
    "src/main/resources/application.properties": "shop.name=shop\nspring.datasource.password=gr4nite-rock\n"
    "mail.password=${MAIL_PASSWORD}\n",
    "src/test/java/shop/CartTest.java": """package shop;

class CartTest {
    @Test
    void addsPrices() {
        assertEquals(1, new Cart().add(1));
    }

    @Test
    void shouldShip() {
        new Cart().add(2);
    }

    @Test
    void isAlwaysTrue() {
        assertTrue(true); // PLANT-INT06
    }

    @Disabled
    @Test
    void later() {
        assertEquals(2, new Cart().add(2));
    }

    @Disabled("until SHOP-12 is done")
    @Test
    void muchLater() {
        assertEquals(2, new Cart().add(2));
    }

    @Test
    void waits() throws Exception {
        Thread.sleep(2000); // PLANT-TDD09
        assertEquals(2, new Cart().add(2));
    }

    @Test
    void throwsUp() {
        assertThrows(UnsupportedOperationException.class, () -> new Cart().remove(1));
    }

    @Test
    void answers() throws Exception {
        mvc.perform(get("/cart")).andExpect(status().isOk());
    }
}
""",
    "target/classes/shop/Cart.class": b"\xca\xfe\xba\xbe\0\0\0\x41" + b"\0" * 200,
    "docs/index.md": "# Shop\n\nThe adress of a customer. PLANT-STR09\n\nThe class `Adress`.\n",
}
_NEW: dict[str, str | bytes] = {
    "src/main/java/shop/Partner.java": """package shop;

/** A partner. */
public class Partner {
    /** Takes. */
    public int take(int amount) { // PLANT-TDD08
        // FIXME: tax PLANT-INT09
        return amount;
    }

    public int give(int amount) { // PLANT-SAG08 PLANT-TDD08
        return amount;
    }

    /** Deep. */
    int deep(int a) { // PLANT-STR05
        if (a > 1) {
            for (int i = 0; i < a; i++) {
                while (a > 2) {
                    if (a > 3) {
                        try {
                            if (a > 4) {
                                return 1;
                            }
                        } finally {
                            a++;
                        }
                    }
                }
            }
        }
        return 0;
    }
}
""",
    "src/main/java/shop/Open.java": """package shop;

/** Is open. */
class Open {
    int one(int a) {
        int b = a + 1 // PLANT-STR01
        return b;
    }
}
""",
}
_TEST = "src/test/java/shop/CartTest.java"
JAVA_SHOP = PlantedProject(
    "java-shop",
    _OLD,
    _NEW,
    {
        "INT02": frozenset({"src/main/resources/application.properties:2"}),
        "INT04": frozenset({at(_OLD, "src/main/java/shop/Cart.java", "executeQuery", 1)}),
        "INT05": frozenset({at(_OLD, _TEST, "void shouldShip", -1)}),
        "INT08": frozenset({at(_OLD, _TEST, "@Disabled")}),
        "INT12": frozenset({"lib/driver.jar", "target/classes/shop/Cart.class"}),
        "GIT04": frozenset({"lib/driver.jar"}),
        "SRV05": frozenset({""}),
        "GIT02": frozenset({"fix"}),
    },
    commits=(("fix", {"docs/other.md": "# Other\n"}), ("Explain returns", {"docs/other.md": "# Others\n"})),
)
