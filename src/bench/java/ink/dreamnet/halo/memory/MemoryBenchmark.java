package ink.dreamnet.halo.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

import ink.dreamnet.halo.HaloApplication;
import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.TestClock;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/// What HALO learns in a world of which the truth is known: the real service on a settable clock and an H2 database in memory, with
/// an analyzer that sees simulated sites, a strategy of four repairs, operators and an agent.
///
/// When outages end by themselves and come back is drawn from the histories of public status pages. The share of cures differs by
/// code and by site and changes in the middle. Operators approve the worse and the older ones more often.
public final class MemoryBenchmark {

    private static final int SITES = 160;

    private MemoryBenchmark() {
    }

    /// Prints tables in Markdown, for each page with memory and without.
    ///
    /// @param args the directory with the histories, how many days to simulate (14 by default), and the seed (1)
    public static void main(String[] args) throws IOException {
        Path histories = Path.of(args.length > 0 ? args[0] : "");
        if (args.length == 0 || !Files.isDirectory(histories)) {
            System.out.println("""
                    The histories are absent: give the directory with the CSV files of status pages (site,at,status,code,ms) as the
                    first argument. They are no part of this repository. Nothing was simulated.""");
            return;
        }
        int days = args.length > 1 ? Integer.parseInt(args[1]) : 14;
        long seed = args.length > 2 ? Long.parseLong(args[2]) : 1;
        System.out.printf("%d days, seed %d%n", days, seed);
        List<Scores> with = new ArrayList<>();
        List<Scores> without = new ArrayList<>();
        for (Histories.Page page : Histories.read(histories)) {
            System.out.printf("%n%s: %d outages of %d sites%n", page.name(), page.outages().size(), page.sites());
            with.add(run(page, days, seed, true));
            System.out.println("with memory    " + with.getLast().sentence());
            without.add(run(page, days, seed, false));
            System.out.println("without memory " + without.getLast().sentence());
        }
        System.out.printf("%n" + Scores.HEAD);
        for (int i = 0; i < with.size(); i++) {
            System.out.print(without.get(i).row());
            System.out.print(with.get(i).row());
        }
    }

    private static Scores run(Histories.Page page, int days, long seed, boolean memory) {
        TestClock[] clock = new TestClock[1];
        SimulatedFleet[] fleet = new SimulatedFleet[1];
        SpringApplication application = new SpringApplication(HaloApplication.class, TestClock.Configuration.class);
        application.addInitializers(context -> {
            GenericApplicationContext beans = (GenericApplicationContext) context;
            context.getBeanFactory().registerSingleton("withoutTests", new WithoutTests());
            beans.registerBean(SimulatedStrategy.class);
            beans.registerBean(SimulatedFleet.class, () -> {
                clock[0] = (TestClock) beans.getBean("testClock", Clock.class);
                fleet[0] = new SimulatedFleet(page, SITES, seed, clock[0]);
                return fleet[0];
            });
            if (!memory) {
                context.addBeanFactoryPostProcessor(
                        factory -> ((BeanDefinitionRegistry) factory).removeBeanDefinition(advisor(factory
                                .getBeanDefinitionNames(), factory::getBeanDefinition)));
            }
        });
        try (ConfigurableApplicationContext context = application.run(arguments())) {
            String port = context.getEnvironment().getRequiredProperty("local.server.port");
            return new Simulation(new Api("http://127.0.0.1:" + port), context.getBean(JdbcTemplate.class), clock[0],
                    fleet[0], days, seed).run(page.name() + (memory ? ", with memory" : ", without"));
        }
    }

    /// The class path has the tests, whose beans are none of this.
    private static final class WithoutTests extends TypeExcludeFilter {

        @Override
        public boolean match(MetadataReader reader, MetadataReaderFactory factory) {
            return reader.getAnnotationMetadata().hasAnnotation(TestComponent.class.getName())
                    || reader.getAnnotationMetadata().hasAnnotation(TestConfiguration.class.getName())
                    || reader.getAnnotationMetadata().hasMetaAnnotation(TestComponent.class.getName());
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof WithoutTests;
        }

        @Override
        public int hashCode() {
            return WithoutTests.class.hashCode();
        }
    }

    private static String advisor(String[] names, Function<String, BeanDefinition> definitions) {
        for (String name : names) {
            if ("ink.dreamnet.halo.memory.effect.Advisor".equals(definitions.apply(name).getBeanClassName())) {
                return name;
            }
        }
        throw new IllegalStateException("HALO has no advisor that could be left out");
    }

    private static String[] arguments() {
        return Map.ofEntries(Map.entry("server.port", String.valueOf(freePort())), Map.entry("server.address", "127.0.0.1"),
                Map.entry("spring.datasource.url", "jdbc:h2:mem:" + UUID.randomUUID()
                        + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=20000"),
                Map.entry("management.tracing.export.enabled", "false"), Map.entry("logging.level.root", "off"),
                Map.entry("db-scheduler.polling-interval", "50ms"), Map.entry("halo.triggers.time.enabled", "false"),
                Map.entry("halo.triggers.time.initial-delay", "1h"),
                Map.entry("halo.triggers.signals.evaluation-interval", "1h"),
                Map.entry("halo.analysis.analyzers.endpoint-health.enabled", "false"),
                Map.entry("halo.analysis.analyzers.agent-health.enabled", "false"),
                Map.entry("halo.approval.expiry", "24h"), Map.entry("halo.budgets.per-squad", "100000"),
                Map.entry("halo.budgets.fleet", "100000"), Map.entry("halo.budgets.per-hour", "100000"),
                Map.entry("halo.budgets.share", "1"), Map.entry("halo.budgets.proposals", "100000"),
                Map.entry("halo.budgets.storm-proposals", "100000"), Map.entry("halo.budgets.storm-from", "100000"))
                .entrySet().stream().map(each -> "--%s=%s".formatted(each.getKey(), each.getValue()))
                .toArray(String[]::new);
    }

    private static int freePort() {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    static String percent(double share) {
        return Double.isNaN(share) ? "" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
