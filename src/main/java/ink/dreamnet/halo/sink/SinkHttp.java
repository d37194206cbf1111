package ink.dreamnet.halo.sink;

import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import ink.dreamnet.halo.task.channel.HttpSender;
import ink.dreamnet.halo.task.channel.HttpSender.Answer;
import ink.dreamnet.halo.task.channel.SendResult;

/// Posts for one sink, with its headers and on connections of its own, so that a slow one takes none from the others; and says
/// what an answer means, the same for all sinks.
final class SinkHttp {

    private static final int MAX_ANSWER = 64 * 1024;
    /// What says that the event itself is wrong.
    private static final Set<Integer> FINAL = Set.of(400, 413, 415, 422);

    private final HttpSender http;
    private final Map<String, String> headers;

    SinkHttp(SinkProperties.Sink settings, Clock clock) {
        this.http = new HttpSender(settings.delivery().connectTimeout(), settings.delivery().timeout(), MAX_ANSWER,
                clock);
        this.headers = settings.headers();
    }

    /// Posts JSON.
    ///
    /// @return accepted for each status of 2xx; refused only for what would be refused for ever
    /// @throws InterruptedException where HALO shuts down
    SendResult post(URI url, byte[] body) throws InterruptedException {
        return post(url, Map.of(), body, SinkHttp::accepted);
    }

    /// Posts a body.
    ///
    /// @param besides headers besides those that are configured, and before them
    /// @param accepted makes the result of an answer with a 2xx status
    SendResult post(URI url, Map<String, String> besides, byte[] body, Function<Answer, SendResult> accepted)
            throws InterruptedException {
        Map<String, String> all = new HashMap<>(SinkHeaders.read(headers));
        all.putAll(besides);
        return switch (http.post(url, all, body, accepted)) {
            // what says that the sink is not set up rightly (401, 404 …) is not final: somebody may put it right
            case SendResult.Refused(int status, String error) when !FINAL.contains(status) ->
                new SendResult.Failed(status, error, null);
            case SendResult result -> result;
        };
    }

    static SendResult accepted(Answer answer) {
        return new SendResult.Accepted(answer.status(), null);
    }

    void close() {
        http.destroy();
    }
}
