package ink.dreamnet.halo.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import com.microsoft.playwright.Page;
import org.springframework.core.io.ClassPathResource;

/// Judges how accessible a page is, with axe-core. The script is handed in by the browser's debugger, which the page's content
/// security policy does not stop.
final class Axe {

    private static final String SCRIPT = script();
    private static final String RUN = """
            async rules => {
              const found = await axe.run(document, {resultTypes: ['violations'],
                  ...(rules.length ? {runOnly: {type: 'rule', values: rules}} : {})});
              return found.violations.map(one => `${one.id}: ${one.help}: `
                  + one.nodes.slice(0, 3).map(node => node.html + ' ' + (node.any[0]?.message ?? '')).join(' | '));
            }""";

    private Axe() {
    }

    /// Makes the page load the script with whatever it shows from now on.
    static void watch(Page page) {
        page.addInitScript(SCRIPT);
    }

    /// @param page one that is [#watch]ed
    /// @param rules the ids of the rules to go by; none: all
    /// @return what breaks a rule, each as a sentence with the elements
    static List<String> violations(Page page, String... rules) {
        return ((List<?>) page.evaluate(RUN, List.of(rules))).stream().map(Object::toString).toList();
    }

    private static String script() {
        try {
            return new ClassPathResource("axe.min.js").getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }
}
