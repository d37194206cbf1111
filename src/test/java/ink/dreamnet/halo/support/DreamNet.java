package ink.dreamnet.halo.support;

/// What is around HALO, as the tests play it, for each context: the services that HALO pulls from, which list nothing
/// until a test says otherwise, and a target of dispatches, which takes everything. So they are again when another class begins.
public final class DreamNet implements Resettable {

    /// Its base URL has a path and, where HALO is told it, a slash at the end, as an operator may write it.
    public final FakeService squadBuilder = new FakeService("/dream");
    /// Takes and does what is dispatched to [#squadBuilder].
    public final DreamNetServices squads = DreamNetServices.start();
    public final FakeService graftEngine = new FakeService();
    /// Gets what is dispatched to the role `Hooked` (a signed webhook).
    public final TaskReceiver taskReceiver = TaskReceiver.start();
    public static final String NEW_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    public static final String OLD_SECRET = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    DreamNet() {
        reset();
    }

    /// @return the properties by which HALO finds them
    String[] properties() {
        return new String[]{"halo.sources.squad-builder.base-url=" + squadBuilder.base() + "/",
                "halo.sources.graft-engine.base-url=" + graftEngine.base(), "halo.dispatch.routes[0].role=Hooked",
                "halo.dispatch.routes[0].channel=webhook",
                "halo.dispatch.routes[0].url=" + taskReceiver.url("/hook"),
                "halo.dispatch.routes[0].secrets[0]=" + NEW_SECRET, "halo.dispatch.routes[0].secrets[1]=" + OLD_SECRET,
                "halo.dispatch.routes[1].role=Leaser", "halo.dispatch.routes[1].channel=pull",
                "halo.dispatch.routes[2].role=DeployKeeper", "halo.dispatch.routes[2].channel=pull",
                "halo.dispatch.routes[3].role=Climber", "halo.dispatch.routes[3].channel=pull"};
    }

    @Override
    public void reset() {
        squadBuilder.reset();
        squadBuilder.answers("/api/squad", "{\"ok\":true,\"squads\":[]}");
        squadBuilder.answers("/api/squad/metrics", "{\"squads\":[]}");
        squadBuilder.answers("/api/squad/agents", "{\"ok\":true,\"agents\":[]}");
        squads.reset();
        squadBuilder.serves("/api/squad/tasks", squads::serve);
        squadBuilder.serves("/api/squad/tasks/", squads::serve);
        taskReceiver.answer(TaskReceiver.TAKE);
        graftEngine.reset();
        graftEngine.answers("/api/graft", "{\"ok\":true,\"grafts\":[]}");
    }
}
