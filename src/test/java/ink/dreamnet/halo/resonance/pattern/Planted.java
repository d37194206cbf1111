package ink.dreamnet.halo.resonance.pattern;

/// Worlds in which something is planted, among subjects in which nothing is.
final class Planted {

    private Planted() {
    }

    /// Subjects that are independent of each other, and whose outages cluster and last.
    static World nothing(long seed, int subjects, double days) {
        World world = new World(seed);
        for (int i = 0; i < subjects; i++) {
            world.independent(days, 5);
        }
        return world;
    }

    /// The first subject comes back every 8 hours after 100 days, instead of every 3 days.
    static World recurrence(long seed) {
        World world = new World(seed);
        recurrence(world, world.subject());
        others(world);
        return world;
    }

    /// The second subject becomes weak 10 to 40 minutes after the first, in 8 of 10 cases.
    static World precedence(long seed) {
        World world = new World(seed);
        precedence(world, world.subject(), world.subject());
        others(world);
        return world;
    }

    /// The first subject becomes weak around 02:00, on 6 of 10 days.
    static World rhythm(long seed) {
        World world = new World(seed);
        rhythm(world, world.subject());
        others(world);
        return world;
    }

    static World everything(long seed) {
        World world = new World(seed);
        recurrence(world, world.subject());
        precedence(world, world.subject(), world.subject());
        rhythm(world, world.subject());
        others(world);
        return world;
    }

    private static void recurrence(World world, int subject) {
        world.renewal(subject, 0, 100.0 * Spans.DAY_MS, () -> world.exponential(3 * Spans.DAY_MS), () -> Spans.HOUR_MS);
        world.renewal(subject, 100.0 * Spans.DAY_MS, 200.0 * Spans.DAY_MS, () -> world.exponential(8 * Spans.HOUR_MS),
                () -> Spans.HOUR_MS);
    }

    private static void precedence(World world, int first, int then) {
        world.renewal(first, 0, 200.0 * Spans.DAY_MS, () -> world.exponential(3 * Spans.DAY_MS), () -> Spans.HOUR_MS);
        for (World.Outage outage : world.outages(first)) {
            if (world.random.nextDouble() < 0.8) {
                world.outage(then, outage.from() + (10 + 30 * world.random.nextDouble()) * Spans.MINUTE_MS,
                        Spans.HOUR_MS);
            }
        }
    }

    private static void rhythm(World world, int subject) {
        for (int day = 0; day < 200; day++) {
            if (world.random.nextDouble() < 0.6) {
                world.outage(subject, day * (double) Spans.DAY_MS + 2 * Spans.HOUR_MS
                        + world.random.nextGaussian() * 20 * Spans.MINUTE_MS, 30 * Spans.MINUTE_MS);
            }
        }
    }

    private static void others(World world) {
        for (int i = 0; i < 4; i++) {
            world.independent(200, 5);
        }
    }
}
