package ink.dreamnet.halo.support;

/// What is around HALO, as the tests play it, the same for all contexts: the services that HALO pulls from, which list nothing
/// until a test says otherwise, and a target of dispatches, which takes everything. So they are again when another class begins.
public final class DreamNet {

    /// Its base URL has a path and, where HALO is told it, a slash at the end, as an operator may write it.
    public static final FakeService SQUAD_BUILDER = new FakeService("/dream");
    /// Takes and does what is dispatched to [#SQUAD_BUILDER].
    public static final DreamNetServices SQUADS = DreamNetServices.start();
    public static final FakeService GRAFT_ENGINE = new FakeService();
    /// Gets what is dispatched to the role `Hooked` (a signed webhook).
    public static final TaskReceiver TASK_RECEIVER = TaskReceiver.start();
    public static final String NEW_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    public static final String OLD_SECRET = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    static {
        reset();
    }

    private DreamNet() {
    }

    /// @return the properties by which HALO finds them
    static String[] properties() {
        return new String[]{"halo.sources.squad-builder.base-url=" + SQUAD_BUILDER.base() + "/",
                "halo.sources.graft-engine.base-url=" + GRAFT_ENGINE.base(), "halo.dispatch.routes[0].role=Hooked",
                "halo.dispatch.routes[0].channel=webhook",
                "halo.dispatch.routes[0].url=" + TASK_RECEIVER.url("/hook"),
                "halo.dispatch.routes[0].secrets[0]=" + NEW_SECRET, "halo.dispatch.routes[0].secrets[1]=" + OLD_SECRET,
                "halo.dispatch.routes[1].role=Leaser", "halo.dispatch.routes[1].channel=pull",
                "halo.dispatch.routes[2].role=DeployKeeper", "halo.dispatch.routes[2].channel=pull",
                "halo.dispatch.routes[3].role=Climber", "halo.dispatch.routes[3].channel=pull"};
    }

    static void reset() {
        SQUAD_BUILDER.reset();
        SQUAD_BUILDER.answers("/api/squad", "{\"ok\":true,\"squads\":[]}");
        SQUAD_BUILDER.answers("/api/squad/metrics", "{\"squads\":[]}");
        SQUAD_BUILDER.answers("/api/squad/agents", "{\"ok\":true,\"agents\":[]}");
        SQUADS.reset();
        SQUAD_BUILDER.serves("/api/squad/tasks", SQUADS::serve);
        SQUAD_BUILDER.serves("/api/squad/tasks/", SQUADS::serve);
        TASK_RECEIVER.answer(TaskReceiver.TAKE);
        GRAFT_ENGINE.reset();
        GRAFT_ENGINE.answers("/api/graft", "{\"ok\":true,\"grafts\":[]}");
    }
}
