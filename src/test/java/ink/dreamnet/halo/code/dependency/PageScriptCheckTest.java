package ink.dreamnet.halo.code.dependency;

import java.io.IOException;

import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.TreeOf;
import ink.dreamnet.halo.core.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PageScriptCheckTest {

    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
              <body>
                <div id="root"></div>
                <!-- <script type="module" src="/src/old.tsx"></script> -->
                <script type="module" src="/src/main.tsx"></script>
              </body>
            </html>
            """;

    private final PageScriptCheck check = new PageScriptCheck();

    @Test
    void checkWhenThePageOfViteLoadsAMissingModuleFindsIt() throws IOException {
        TreeOf tree = TreeOf.files("client/index.html", PAGE, "client/package.json",
                "{\"devDependencies\": {\"vite\": \"^5.0.0\"}}", "client/src/app/main.tsx", "");
        assertThat(tree.found(check)).containsExactly(new Finding("repo.import-unresolved", Severity.HIGH,
                "client/index.html", 6, "loads the module /src/main.tsx, which is no file of the repository"));
        assertThat(tree.with("client/src/main.tsx", "").found(check)).isEmpty();
        tree.without("client/src/main.tsx").with("src/main.tsx", "");
        assertThat(tree.found(check)).as("a root above").isEmpty();
        tree.without("src/main.tsx").with("client/package.json", "{}");
        assertThat(tree.found(check)).as("no project of Vite").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<script src='/src/gone.js'></script>",
            "<script type=module src='https://a.io/b.js'></script>",
            "<script type=module src='//a.io/b.js'></script>", "<script type=module src='%BASE%/b.js'></script>",
            "<script type=module src='/src/{{name}}.js'></script>", "<script type=module src='/@vite/client'></script>",
            "<script type=module src='/dist/a.js'></script>", "<script type='module'>import './gone.js'</script>",
            "<script type=module src='../../out.js'></script>", "<script type=module src='/config.js'></script>"})
    void checkWhenItIsNoModuleOfTheProjectFindsNothing(String tag) throws IOException {
        assertThat(TreeOf.files("index.html", tag, "package.json", "{\"dependencies\": {\"vite\": \"^5.0.0\"}}",
                "public/config.js", "").found(check)).isEmpty();
    }
}
