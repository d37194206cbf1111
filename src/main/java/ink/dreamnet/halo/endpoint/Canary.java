package ink.dreamnet.halo.endpoint;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import ink.dreamnet.halo.core.masking.MaskedText;
import ink.dreamnet.halo.endpoint.probe.ProbeResult;
import ink.dreamnet.halo.endpoint.probe.ProbeRunner;
import ink.dreamnet.halo.endpoint.probe.ProbeTarget;
import ink.dreamnet.halo.http.Provenance;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/// Tells whether HALO itself can reach anything.
@Component
public class Canary {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final ProbeRunner runner;
    private final List<URI> configured;
    private final Environment environment;

    Canary(ProbeRunner runner, EndpointProperties properties, Environment environment) {
        this.runner = runner;
        this.configured = properties.canary();
        this.environment = environment;
    }

    /// What HALO's look at its own connectivity came to.
    ///
    /// @param reachable whether at least one canary was reached, or there is none to reach
    /// @param names the canaries, without secrets
    public record Check(boolean reachable, String names) {
    }

    /// Looks, in at most three seconds.
    ///
    /// @param deadline until when it may look; a canary that was not reached by then counts as unreachable
    public Check check(Instant deadline) {
        List<URI> urls = configured.isEmpty() ? ownPort() : configured;
        String names = urls.stream().map(url -> MaskedText.in(url.toString())).collect(Collectors.joining(", "));
        if (urls.isEmpty()) {
            return new Check(true, names);
        }
        List<ProbeTarget> targets = new ArrayList<>();
        for (URI url : urls) {
            targets.add(new ProbeTarget("canary-" + targets.size(), url, "GET", Map.of(), null, List.of(),
                    CONNECT_TIMEOUT, TIMEOUT, 1, false, null, false, null, null, Provenance.CONFIGURATION));
        }
        List<ProbeResult> results = runner.probe(targets, deadline);
        return new Check(results.stream().anyMatch(result -> !result.verdict().connectionFailure()), names);
    }

    private List<URI> ownPort() {
        String port = environment.getProperty("local.server.port");
        return port == null ? List.of() : List.of(URI.create("tcp://" + ownAddress() + ":" + port));
    }

    /// HALO listens on one address only where `server.address` says so; otherwise loopback reaches it.
    private String ownAddress() {
        String configuredAddress = environment.getProperty("server.address", "127.0.0.1");
        try {
            InetAddress address = InetAddress.getByName(configuredAddress);
            String text = address.isAnyLocalAddress() ? "127.0.0.1" : address.getHostAddress();
            return text.contains(":") ? "[" + text.replaceFirst("%.*$", "") + "]" : text;
        } catch (UnknownHostException unresolved) {
            return "127.0.0.1";
        }
    }
}
