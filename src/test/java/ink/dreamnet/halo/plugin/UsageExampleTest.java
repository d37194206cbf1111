package ink.dreamnet.halo.plugin;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/// The examples of the README, which readers copy.
class UsageExampleTest {

    private static final Pattern TYPESCRIPT = Pattern.compile("```typescript\\R(.*?)```", Pattern.DOTALL);
    private static final String IMPORTS = """
            import ink.dreamnet.halo.*;
            import ink.dreamnet.halo.cycle.*;
            import ink.dreamnet.halo.engine.*;
            import ink.dreamnet.halo.task.*;
            import ink.dreamnet.halo.weakpoint.*;
            import java.util.*;
            """;

    @Test
    void javaExampleCompiles(@TempDir Path classes) throws IOException {
        List<String> examples = PluginJar.blocks("README.md");
        assertThat(examples).hasSize(1);
        PluginJar.compile(classes, List.of("package example;\n" + IMPORTS
                + "public class Example {\n void example() {\n" + examples.getFirst() + "}\n}\n"));
        assertThat(classes.resolve("example").resolve("Example.class")).exists();
    }

    /// That file is compiled with `tsc --strict` by `clients/typescript/check`.
    @Test
    void typeScriptExampleIsTheOneThatTheClientCompiles() throws IOException {
        String compiled = PluginJar.read("clients/typescript/example/halo-loop.ts");
        for (String page : List.of("README.md", "docs/library.md", "clients/typescript/README.md")) {
            List<String> examples = TYPESCRIPT.matcher(PluginJar.read(page)).results().map(block -> block.group(1))
                    .toList();
            assertThat(examples).as(page).hasSize(1).allSatisfy(example -> assertThat(compiled).contains(example));
        }
    }
}
