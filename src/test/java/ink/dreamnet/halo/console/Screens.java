package ink.dreamnet.halo.console;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import com.microsoft.playwright.ElementHandle;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.TimeoutError;
import org.jspecify.annotations.Nullable;

/// The screens of the console, and how to come to each.
final class Screens {

    /// @param name of its pictures
    /// @param path where it is, or where a link to it stands
    /// @param link what the address of that link begins with; null where the path leads to the screen itself
    record Screen(String name, String path, @Nullable String link) {

        static Screen at(String name, String path) {
            return new Screen(name, path, null);
        }

        /// Goes there.
        ///
        /// @return the status of the answer; 404 where there is no link to it
        int open(Page page) {
            int status = page.navigate(path).status();
            if (link == null || status != 200) {
                return status;
            }
            ElementHandle first = page.querySelector("main a[href^='%s']".formatted(link));
            return first == null ? 404 : page.navigate(first.getAttribute("href")).status();
        }
    }

    static final List<Screen> ALL = List.of(Screen.at("board", "/"), Screen.at("problems", "/problems"),
            new Screen("problem", "/problems?subject=endpoint:payments-db", "/problems/"),
            Screen.at("approvals", "/approvals"), Screen.at("tasks", "/tasks"),
            new Screen("task", "/tasks?status=succeeded", "/tasks/"), Screen.at("subjects", "/subjects"),
            Screen.at("agents", "/subjects?kind=agent"), Screen.at("subject", "/subjects/agent/connector-1"),
            Screen.at("cycles", "/cycles"), new Screen("cycle", "/cycles", "/cycles/"),
            Screen.at("insights", "/insights"), Screen.at("memory", "/memory"),
            Screen.at("entities", "/memory/entities"), Screen.at("entity", "/memory/endpoint/search"),
            Screen.at("silences", "/silences"), Screen.at("silence", "/silences/new?subject=endpoint:login"),
            Screen.at("plumbing", "/plumbing"), Screen.at("sink", "/plumbing/sinks/on-call"),
            Screen.at("events", "/events"), new Screen("event", "/events", "/events/"), Screen.at("audit", "/audit"),
            Screen.at("search", "/search?q=checkout"));

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    /// An element that reaches further to the right than the window.
    private static final String WIDEST = """
            () => [...document.querySelectorAll('body *')].find(one => one.getBoundingClientRect().right > innerWidth
                && !one.closest('.table'))?.outerHTML.slice(0, 200)""";

    private Screens() {
    }

    /// @return what is wrong with the page that is open, in whichever size and colours it is shown
    static List<String> faults(Page page) {
        List<String> faults = new ArrayList<>();
        try {
            // charts and graphs follow the window a moment later
            page.waitForFunction("() => document.documentElement.scrollWidth <= innerWidth", null,
                    new Page.WaitForFunctionOptions().setTimeout(PATIENCE.toMillis()));
        } catch (TimeoutError wide) {
            faults.add("scrolls sideways at %d px: %s".formatted(page.viewportSize().width, page.evaluate(WIDEST)));
        }
        if (page.querySelector("img[src='x'], main script, b:text-is('edge')") != null) {
            faults.add("has markup that a name brought in");
        }
        return faults;
    }
}
