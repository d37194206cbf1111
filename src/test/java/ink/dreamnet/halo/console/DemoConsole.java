package ink.dreamnet.halo.console;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ReducedMotion;
import ink.dreamnet.halo.demo.Demo;
import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.Chromium;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.TestClock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/// The console on the demo fleet, with two operators, an administrator and somebody who only reads, each with a browser of their own.
/// The fleet's steps, and the cycles that see them, are made by hand.
@HaloTest
@OnH2
@ActiveProfiles("demo")
@Chromium.Needed
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestPropertySource(properties = {"halo.demo.step=0s", "halo.security.admin-token=" + DemoConsole.ADMIN,
        "halo.security.operators[0].name=first-shift", "halo.security.operators[0].token=" + DemoConsole.FIRST,
        "halo.security.operators[1].name=second-shift", "halo.security.operators[1].token=" + DemoConsole.SECOND,
        "halo.approval.quorum.types[0]=code.quality", "halo.wormhole.stream.max-listeners=50"})
abstract class DemoConsole {

    static final String ADMIN = "correct-horse-battery-staple";
    static final String FIRST = "first-shift-s3cret-7731";
    static final String SECOND = "second-shift-s3cret-4242";

    /// How long a page may take to show what has changed.
    static final Duration SOON = Duration.ofSeconds(30);
    /// The script's: heartbeats, settle times and periods are made for it.
    private static final Duration STEP = Duration.ofSeconds(6);
    private static final int STEPS = 6;
    /// The steps that a cycle sees: what is broken at first, what became of its repairs, and who is offline since.
    private static final Set<Integer> SEEN = Set.of(0, 2, 4);

    private final Map<String, Page> readers = new HashMap<>();
    private final List<BrowserContext> contexts = new ArrayList<>();

    @Autowired
    Demo demo;

    @Autowired
    Api api;

    @Autowired
    TestClock clock;

    @Value("http://127.0.0.1:${local.server.port}")
    String base;

    /// Until there is one of everything: repairs that helped, did harm, and failed, and agents that are offline.
    @BeforeAll
    void play() throws InterruptedException {
        PlaywrightAssertions.setDefaultAssertionTimeout(SOON.toMillis());
        for (int step = 0; step < STEPS; step++) {
            demo.next();
            if (SEEN.contains(step)) {
                api.post("/api/halo/run", "{}", "Authorization", "Bearer " + ADMIN);
                demo.work();
            }
            clock.advance(STEP);
        }
    }

    @AfterAll
    void close() {
        contexts.forEach(BrowserContext::close);
    }

    /// @return the page of somebody who is logged in with a token
    Page reader(String token) {
        return readers(token, () -> {
            Page page = open(new Browser.NewContextOptions());
            login(page, token);
            return page;
        });
    }

    Page readers(String who, Supplier<Page> begin) {
        return readers.computeIfAbsent(who, _ -> begin.get());
    }

    /// @return a page of a browser that nobody is logged in with; it is closed after the last test
    Page open(Browser.NewContextOptions options) {
        BrowserContext context = Chromium.browser().newContext(options.setBaseURL(base)
                .setViewportSize(1280, 900).setReducedMotion(ReducedMotion.REDUCE));
        context.setDefaultTimeout(SOON.toMillis());
        // or what happens now would be in the future of the browser
        context.clock().setSystemTime(Date.from(clock.instant()));
        contexts.add(context);
        return context.newPage();
    }

    static void login(Page page, String token) {
        page.navigate("/login");
        page.getByLabel("Token").fill(token);
        button(page, "Log in").click();
    }

    static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    JsonNode get(String path) {
        return api.get("/api/halo" + path, "Authorization", "Bearer " + ADMIN).body();
    }
}
