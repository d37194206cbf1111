package ink.dreamnet.halo.sink;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.http.ExpectedAnswer;
import ink.dreamnet.halo.http.HttpCall;
import ink.dreamnet.halo.http.HttpCalls;
import ink.dreamnet.halo.http.SendResult;

/// Posts for one sink, with its headers and within its bounds.
final class SinkHttp {

    static final ExpectedAnswer ACKNOWLEDGEMENT = new ExpectedAnswer(ExpectedAnswer.Form.ACKNOWLEDGEMENT,
            ExpectedAnswer.Refusals.FINAL_OF_CONTENT, List.of());
    private static final int MAX_ANSWER = 64 * 1024;

    private final HttpCalls http;
    private final Map<String, String> headers;
    private final HttpCall.Limits limits;

    SinkHttp(SinkSettings settings, HttpCalls http) {
        this.http = http;
        this.headers = settings.headers();
        this.limits = new HttpCall.Limits(settings.delivery().connectTimeout(), settings.delivery().timeout(),
                MAX_ANSWER);
    }

    /// Posts JSON to a receiver that acknowledges it.
    ///
    /// @throws InterruptedException where HALO shuts down
    SendResult post(URI url, byte[] body) throws InterruptedException {
        return post(url, Map.of(), body, ACKNOWLEDGEMENT);
    }

    /// Posts a body.
    ///
    /// @param besides headers besides those that are configured, and before them
    /// @param expected what the answer must be
    SendResult post(URI url, Map<String, String> besides, byte[] body, ExpectedAnswer expected)
            throws InterruptedException {
        Map<String, String> all = new HashMap<>(headers);
        all.putAll(besides);
        return http.post(new HttpCall(url, all, body, limits), expected);
    }
}
