package ink.dreamnet.halo.sink;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import ink.dreamnet.halo.sink.EventReceiver.Request;
import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.FleetServer;
import ink.dreamnet.halo.support.HaloProcess;
import ink.dreamnet.halo.support.TestDatabase;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/// Two processes of HALO on one PostgreSQL database with one sink, counted at the receiver.
@Tag("crash")
@Order(1)
class SinkReplicaTest {

    private static final int SUBJECTS = 40;
    /// What may be under way when a process is killed.
    private static final int TWICE = 50;

    @TempDir
    Path directory;

    @Test
    @Tag("thorough")
    void deliverWhenTwoReplicasShareASinkSendsEachEventOnceInOrderAndSurvivesTheDeathOfTheOwner() throws Exception {
        String url = TestDatabase.newPostgresUrl();
        try (FleetServer fleet = FleetServer.start(SUBJECTS);
                EventReceiver receiver = EventReceiver.start();
                HaloProcess first = start("first", url, fleet, receiver)) {
            run(first.api());
            awaitAll(url, receiver, first.api());
            // each process names itself when it takes the sink, and so far there is only one
            String name = owner(url);
            try (HaloProcess second = start("second", url, fleet, receiver)) {
                deliverOnce(url, fleet, receiver, first.api(), second.api());

                CountDownLatch underWay = new CountDownLatch(5);
                receiver.answer(request -> {
                    underWay.countDown();
                    Thread.sleep(20);
                    return EventReceiver.TAKE.to(request);
                });
                set(fleet, FleetServer.BROKEN);
                run(second.api());
                underWay.await();
                boolean firstSends = name.equals(owner(url));
                (firstSends ? first : second).kill();
                receiver.answer(EventReceiver.TAKE);
                set(fleet, FleetServer.UP);
                Api survivor = (firstSends ? second : first).api();
                run(survivor);
                awaitAll(url, receiver, survivor);
            }
            inOrder(receiver);
            assertThat(receiver.taken()).hasSizeLessThanOrEqualTo(ids(receiver).size() + TWICE);
        }
    }

    @Test
    @Tag("thorough")
    void deliverWhenEachOwnerDiesInItsTurnLosesNothingAndKeepsTheOrder() throws Exception {
        String url = TestDatabase.newPostgresUrl();
        try (FleetServer fleet = FleetServer.start(SUBJECTS);
                EventReceiver receiver = EventReceiver.start();
                ExecutorService starting = Executors.newFixedThreadPool(2)) {
            Future<HaloProcess> one = starting.submit(() -> start("first", url, fleet, receiver));
            Future<HaloProcess> two = starting.submit(() -> start("second", url, fleet, receiver));
            try (HaloProcess first = one.get(); HaloProcess second = two.get()) {
                deliverOnce(url, fleet, receiver, first.api(), second.api());

                // whoever has the sink now, it is the second one afterwards
                first.kill();
                set(fleet, FleetServer.BROKEN);
                run(second.api());
                awaitAll(url, receiver, second.api());
                try (HaloProcess third = start("third", url, fleet, receiver)) {
                    set(fleet, FleetServer.UP);
                    run(third.api());
                    second.kill();
                    set(fleet, FleetServer.BROKEN);
                    run(third.api());
                    awaitAll(url, receiver, third.api());
                }
            }
            inOrder(receiver);
            assertThat(receiver.taken()).hasSizeLessThanOrEqualTo(ids(receiver).size() + 2 * TWICE);
        }
    }

    private static void deliverOnce(String url, FleetServer fleet, EventReceiver receiver, Api first, Api second)
            throws Exception {
        assertThat(number(url, "select count(*) from wormhole_sink where name = 'all'")).isEqualTo(1);
        for (int turn = 0; turn < 3; turn++) {
            set(fleet, FleetServer.BROKEN);
            run(first);
            set(fleet, FleetServer.UP);
            run(second);
        }
        awaitAll(url, receiver, second);
        assertThat(receiver.taken()).hasSize(ids(receiver).size());
    }

    private static String owner(String url) throws Exception {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select owner from wormhole_sink where name = 'all'")) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }

    private static void set(FleetServer fleet, FleetServer.Behaviour behaviour) {
        IntStream.range(0, SUBJECTS).forEach(path -> fleet.set(path, behaviour));
    }

    private static void run(Api api) {
        Api.Answer answer = api.post("/api/halo/run", null);
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
    }

    private static void awaitAll(String url, EventReceiver receiver, Api api) {
        Awaitility.await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> {
            JsonNode sink = api.get("/api/halo/sinks/all").body().path("sink");
            assertThat(sink.path("waiting").asInt() + sink.path("behind").asInt() + sink.path("deadLetters").asInt())
                    .as(sink.toString()).isZero();
            assertThat((long) ids(receiver).size())
                    .isEqualTo(number(url, "select count(*) from wormhole_event where direction = 'out'"));
        });
    }

    private static Set<String> ids(EventReceiver receiver) {
        Set<String> ids = new HashSet<>();
        receiver.taken().forEach(request -> ids.add(request.json().path("id").asString()));
        return ids;
    }

    private static void inOrder(EventReceiver receiver) {
        Map<String, List<Long>> orders = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        for (Request request : receiver.taken()) {
            JsonNode event = request.json();
            if (seen.add(event.path("id").asString())) {
                orders.computeIfAbsent(event.path("subject").asString("cycle"), any -> new ArrayList<>())
                        .add(Long.parseLong(event.path("sequence").asString()));
            }
        }
        assertThat(orders).hasSizeGreaterThanOrEqualTo(SUBJECTS);
        orders.forEach((subject, order) -> assertThat(order).as(subject).isSorted().doesNotHaveDuplicates());
    }

    private static long number(String url, String query) throws Exception {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            assertThat(row.next()).isTrue();
            return row.getLong(1);
        }
    }

    private HaloProcess start(String name, String url, FleetServer fleet, EventReceiver receiver) {
        List<String> arguments = new ArrayList<>(List.of("--spring.datasource.url=" + url,
                "--halo.triggers.time.enabled=false", "--halo.endpoint.confirmation-delay=0s",
                "--halo.weakpoint.flapping.enabled=false", "--management.tracing.export.enabled=false",
                "--db-scheduler.polling-interval=200ms", "--db-scheduler.scheduler-name=" + name,
                "--db-scheduler.heartbeat-interval=1s", "--db-scheduler.missed-heartbeats-limit=4",
                "--logging.level.root=warn",
                "--halo.wormhole.sinks[0].name=all", "--halo.wormhole.sinks[0].type=webhook",
                "--halo.wormhole.sinks[0].url=" + receiver.url("/all")));
        for (int path = 0; path < SUBJECTS; path++) {
            arguments.add("--halo.endpoints[%d].id=e%d".formatted(path, path));
            arguments.add("--halo.endpoints[%d].url=%s".formatted(path, fleet.url(path)));
        }
        return HaloProcess.start(directory.resolve(name), HaloProcess.freePort(), arguments.toArray(String[]::new));
    }
}
