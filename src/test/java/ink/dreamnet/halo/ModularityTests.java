package ink.dreamnet.halo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.modulith.core.ApplicationModule;
import org.springframework.modulith.core.ApplicationModules;

import static org.assertj.core.api.Assertions.assertThat;

/// Verifies the walls between the rooms: an import that a room's `package-info` does not allow, or a circle, fails here. Also
/// keeps the picture of them and the classes that documents name true.
class ModularityTests {

    private static final ApplicationModules ROOMS = ApplicationModules.of(HaloApplication.class);
    private static final Path BASE = Path.of(System.getProperty("halo.basedir", "."));
    private static final Path PICTURE = BASE.resolve("docs/architecture.md");
    private static final Pattern MERMAID = Pattern.compile("(?s)(```mermaid\n).*?(```)");
    /// `room.Class` or `room.part.Class`, as documents name classes
    private static final Pattern CLASS = Pattern.compile("`((?:[a-z]+\\.)+[A-Z]\\w+)[`#.]");

    @Test
    void roomsUseOnlyWhatTheyMay() {
        ROOMS.verify();
    }

    /// With `-Dhalo.docs=write` the picture is written instead.
    @Test
    void pictureWhenRoomsChangeIsDrawnAnew() throws IOException {
        String page = Files.readString(PICTURE);
        String drawn = MERMAID.matcher(page).replaceFirst(match -> match.group(1) + picture() + match.group(2));
        if (System.getProperty("halo.docs", "").equals("write")) {
            Files.writeString(PICTURE, drawn);
        }
        assertThat(Files.readString(PICTURE))
                .as("docs/architecture.md; draw it anew: ./mvnw test -Dtest=ModularityTests -Dhalo.docs=write")
                .isEqualTo(drawn);
    }

    /// An arrow from each room to those it uses; what is reached by way of another is left out.
    private static String picture() {
        TreeMap<String, Set<String>> uses = new TreeMap<>();
        ROOMS.stream().forEach(room -> uses.put(name(room), room.getDirectDependencies(ROOMS).uniqueModules()
                .map(ModularityTests::name).collect(Collectors.toCollection(TreeSet::new))));
        StringBuilder picture = new StringBuilder("flowchart TD\n");
        uses.forEach((room, used) -> {
            Set<String> further = new LinkedHashSet<>();
            used.forEach(one -> reach(one, uses, further));
            used.stream().filter(one -> !further.contains(one))
                    .forEach(one -> picture.append("    ").append(room).append(" --> ").append(one).append('\n'));
        });
        return picture.toString();
    }

    private static void reach(String room, Map<String, Set<String>> uses, Set<String> reached) {
        for (String one : uses.getOrDefault(room, Set.of())) {
            if (reached.add(one)) {
                reach(one, uses, reached);
            }
        }
    }

    private static String name(ApplicationModule room) {
        return room.getIdentifier().toString();
    }

    static List<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>(List.of(BASE.resolve("README.md"), BASE.resolve("CONTRIBUTING.md")));
        try (Stream<Path> docs = Files.walk(BASE.resolve("docs"))) {
            docs.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
        }
        return documents;
    }

    @ParameterizedTest
    @MethodSource("documents")
    void documentNamesClassesThatExist(Path document) throws IOException {
        Set<String> missing = CLASS.matcher(Files.readString(document)).results().map(MatchResult.class::cast)
                .map(match -> match.group(1)).filter(name -> uses(name) && !exists(name))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(missing).isEmpty();
    }

    private static boolean uses(String name) {
        return ROOMS.stream().anyMatch(room -> name.startsWith(name(room) + "."));
    }

    private static boolean exists(String name) {
        return Stream.of("main", "test", "bench").anyMatch(part -> Files.exists(
                BASE.resolve("src").resolve(part)
                        .resolve("java/ink/dreamnet/halo/" + name.replace('.', '/') + ".java")));
    }
}
