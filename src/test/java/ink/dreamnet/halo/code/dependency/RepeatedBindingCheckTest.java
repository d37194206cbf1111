package ink.dreamnet.halo.code.dependency;

import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.TreeOf;
import ink.dreamnet.halo.core.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

class RepeatedBindingCheckTest {

    private final RepeatedBindingCheck check = new RepeatedBindingCheck();

    /// The tail of a server that an agent pasted a second time.
    private static final String TAIL = """
            const server: Server = createServer(app);
            server.listen(PORT, () => {
              const where = `http://localhost:${PORT}`;
              console.log(`it's up at ${where}`);
            });
            """;
    private static final String HEAD = """
            import express from "express";
            import { createServer, type Server } from "http";

            const PORT = Number(process.env.PORT ?? 3000);
            const app = express();
            app.get("/health", (req, res) => {
              const server = "a local one";
              res.send(server.replace(/['"`{(]/g, ""));
            });
            """;

    @Test
    void checkWhenTheEndOfAFileIsThereTwiceNamesTheSecondAndTheFirst() {
        assertThat(TreeOf.files("server/index.ts", HEAD + TAIL + TAIL).found(check))
                .containsExactly(new Finding("repo.script-invalid", Severity.HIGH, "server/index.ts", 15,
                        "declares server, which line 10 has declared already"));
        assertThat(TreeOf.files("server/index.ts", HEAD + TAIL).found(check)).isEmpty();
        assertThat(TreeOf.files("server/index.ts", HEAD + TAIL + HEAD + TAIL).found(check)).extracting(Finding::message)
                .containsExactly("declares express, which line 1 has declared already, and 4 more so");
        assertThat(TreeOf.files("tests/index.ts", HEAD + TAIL + TAIL).found(check)).extracting(Finding::severity)
                .containsExactly(Severity.LOW);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {"a.js | const a = 1\\nlet a = 2 | HIGH",
            "a.mjs | import a from 'a'\\nimport { b as a } from 'b' | HIGH",
            "a.js | import * as a from 'a'\\nconst a = 1 | HIGH", "a.ts | class A {}\\nexport class A {} | HIGH",
            "a.tsx | export const A = () => <p>a</p>;\\nexport const A = () => <p>b</p>; | HIGH",
            "a.ts | import { A } from 'a'\\nimport { A } from 'b' | MEDIUM",
            "a.js | export default class A {}\\nclass A extends B {} | HIGH"})
    void checkWhenANameIsDeclaredTwiceFindsIt(String path, String text, Severity severity) {
        assertThat(TreeOf.files(path, text.replace("\\n", "\n")).found(check)).extracting(Finding::severity)
                .containsExactly(severity);
    }

    @ParameterizedTest
    @ValueSource(strings = {"interface A {}\nclass A {}", "class A {}\nnamespace A { }",
            "const enum A { B }\nconst enum A { C }",
            "declare const a: string;\nconst a = 1;", "type A = string;\nconst A = 'a';",
            "import { A } from 'a'\nconst A = 1",
            "import type { A } from 'a'\nimport { A } from 'b'", "import { type A } from 'a'\nimport { A } from 'b'",
            "import { type B as A } from 'a'\nimport { A } from 'b'",
            "function a(): void\nfunction a(b: string): void\nfunction a(b?: string) {}",
            "{\nconst a = 1\n}\n{\nconst a = 2\n}", "const a = `\nconst a = 1\nconst a = 2\n`",
            "/*\nconst a = 1\n*/\nconst a = 2", "// const a = 1\nconst a = 2",
            "const a = 1\nf(() => {\nconst a = 2\n})",
            "const a = <p>don't</p>\nconst a = 2", "if (a) /'/.test(b)\nconst a = 1\nconst a = 2\n",
            "// #if A\nconst a = 1\n// #else\nconst a = 2\n// #endif\n",
            "// @filename: a.ts\nconst a = 1\n// @filename: b.ts\nconst a = 1",
            "<% if (a) { %>\nconst a = 1\n<% } %>\nconst a = 2", "const { a } = b\nconst { c } = b",
            "import a from 'a'\nexport { a } from 'a'", "import('a')\nimport('a')", "const a = 1\na.let = 2\nlet\nb"})
    void checkWhenNothingIsDeclaredTwiceOrThatIsNotCertainIsSilent(String text) {
        assertThat(TreeOf.files("src/a.tsx", text).found(check)).isEmpty();
    }

    @Test
    void checkWhenHostileEnds() {
        for (String part : java.util.List.of("const a = 1\n", "import {", "import a, ", "`${", "class ", "{")) {
            assertThatCode(() -> TreeOf.files("a.js", part.repeat(900_000 / part.length())).found(check))
                    .doesNotThrowAnyException();
        }
    }
}
