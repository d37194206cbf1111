package ink.dreamnet.halo.code.quality;

import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.core.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ElidedCodeCheckTest {

    private final ElidedCodeCheck check = new ElidedCodeCheck();

    @ParameterizedTest
    @ValueSource(strings = {"// ... rest of the code ...", "  // ... existing code ...", "// ...existing imports...",
            "// ... copy the content here ...", "# ... (rest unchanged)", "{/* ... rest of the component ... */}",
            "/* ... existing styles ... */", "// \u2026 remaining methods", "<!-- ... existing content ... -->",
            "// Rest of the code remains unchanged", "// existing code here...", "// ... same as before",
            "# ... rest ...",
            "// ... (keep all handlers unchanged)", "// ... existing route handlers"})
    void checkWhenAModelLeftCodeOutFindsIt(String comment) {
        String text = "export function routes(app) {\n" + comment + "\n}\n";
        assertThat(Checked.of(check, "server/routes.ts", text).findings()).containsExactly(
                new Finding("repo.code-elided", Severity.LOW, "server/routes.ts", 2,
                        "has a comment in place of code that was left out"));
        assertThat(Checked.of(check, "tests/routes.ts", text).findings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"// the rest of the arguments are passed on", "// ... and so on", "f(...rest) // ...rest",
            "// existing code paths must not change", "// keep the content of the file",
            "/// the rest of the file is read later",
            "// copy the content of the buffer", "const s = '// ... existing code ...'", "// ...", "# rest",
            "// ... unless the original code is known", "// the existing implementation is slow",
            "-- rest of the rows"})
    void checkWhenACommentOnlySpeaksFindsNothing(String line) {
        assertThat(Checked.of(check, "server/routes.ts", "a();\n" + line + "\nb();\n").findings()).isEmpty();
    }

    @Test
    void checkWhenThereAreSeveralCountsThem() {
        assertThat(Checked.of(check, "a.py", "# ... existing code ...\na()\n# ... rest of the code ...\n").findings())
                .extracting(Finding::message)
                .containsExactly("has a comment in place of code that was left out, and 1 more");
    }
}
