import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/// What is done to the replicas and to their database.
final class Fault {

    enum Kind {
        KILL("kill -9", 20), PAUSE("paused (SIGSTOP)", 16), CUT("connections cut", 18), SLOW("connections slow",
                12), FREEZE("connections frozen", 11), RESTART("database restarted", 12), AWAY("database away for 60 s",
                        2), CLOCK("clock 60 s off", 9);

        final String title;
        private final int weight;

        Kind(String title, int weight) {
            this.title = title;
            this.weight = weight;
        }
    }

    private final List<Replica> replicas;
    private final Postgres postgres;
    private final Random random;

    Fault(List<Replica> replicas, Postgres postgres, Random random) {
        this.replicas = replicas;
        this.postgres = postgres;
        this.random = random;
    }

    Kind draw() {
        List<Kind> possible = List.of(Kind.values()).stream()
                .filter(kind -> kind != Kind.CLOCK || Setup.PRESENT.clock() != null).toList();
        int at = random.nextInt(possible.stream().mapToInt(kind -> kind.weight).sum());
        for (Kind kind : possible) {
            at -= kind.weight;
            if (at < 0) {
                return kind;
            }
        }
        throw new IllegalStateException();
    }

    /// Does it, to one replica or to all.
    ///
    /// @return when it was over
    Instant inject(Kind kind) throws IOException, InterruptedException {
        List<Replica> ready = replicas.stream().filter(Replica::ready).toList();
        Replica one = ready.get(random.nextInt(ready.size()));
        List<Replica> some = random.nextInt(3) == 0 ? replicas : List.of(one);
        String whom = switch (kind) {
            case KILL, PAUSE, CLOCK -> one.name;
            case CUT, SLOW, FREEZE -> some.size() > 1 ? "all" : one.name;
            case RESTART, AWAY -> "database";
        };
        System.out.printf("%s %s: %s%n", Instant.now(), kind.title, whom);
        switch (kind) {
            case KILL -> {
                one.kill();
                one.start();
            }
            case PAUSE -> {
                one.signal("STOP");
                // half of them for longer than it takes until it is taken for dead
                Setup.pause(random.nextBoolean() ? random.nextInt(500, 8_000) : random.nextInt(12_000, 30_000));
                one.signal("CONT");
            }
            case CUT -> some.forEach(replica -> replica.proxy.cut());
            case SLOW -> {
                Duration delay = Duration.ofMillis(random.nextInt(5, 100));
                some.forEach(replica -> replica.proxy.slow(delay));
                Setup.pause(random.nextInt(3_000, 10_000));
                some.forEach(replica -> replica.proxy.slow(Duration.ZERO));
            }
            case FREEZE -> some.forEach(replica -> replica.proxy.freeze());
            case RESTART -> {
                postgres.stop(random.nextBoolean());
                postgres.start();
            }
            case AWAY -> {
                postgres.stop(random.nextBoolean());
                Setup.pause(60_000);
                postgres.start();
            }
            case CLOCK -> {
                one.setClock(Duration.ofSeconds(random.nextBoolean() ? 60 : -60));
                if (random.nextBoolean()) {
                    one.kill();
                    one.start();
                }
                Setup.pause(random.nextInt(5_000, 25_000));
                one.setClock(Duration.ZERO);
            }
        }
        Instant over = Instant.now();
        if (kind == Kind.KILL || kind == Kind.CLOCK) {
            // where no other was alive, the start counts as a part of the fault
            while (replicas.stream().noneMatch(Replica::ready)) {
                Setup.pause(100);
                over = Instant.now();
            }
        }
        return over;
    }
}
