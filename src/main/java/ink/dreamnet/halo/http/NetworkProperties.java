package ink.dreamnet.halo.http;

import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Which addresses HALO connects to beyond those that it connects to anyway.
///
/// @param allow addresses and networks (`10.0.0.0/8`) of this machine or private ones that endpoints, repositories and grafts may be at
///        that were put by the API or pulled, at most 100. Link-local addresses only by a network of nothing else
///        (`169.254.7.0/24`), and the address of a cloud's metadata service only by itself (`169.254.169.254`): then for all that
///        HALO fetches
@ConfigurationProperties("halo.network")
public record NetworkProperties(@DefaultValue List<String> allow) {

    private static final int MOST = 100;

    /// @throws IllegalArgumentException where an entry is no address and no network
    public NetworkProperties {
        allow = List.copyOf(allow);
        if (allow.size() > MOST) {
            throw new IllegalArgumentException(
                    "halo.network.allow has %d entries, at most %d are allowed".formatted(allow.size(), MOST));
        }
        networks(allow);
    }

    List<Network> allowed() {
        return networks(allow);
    }

    private static List<Network> networks(List<String> entries) {
        return entries.stream().map(entry -> {
            try {
                return Network.parse(entry.strip());
            } catch (IllegalArgumentException wrong) {
                // without the cause: of a chain, the report of a refused start shows the last message only
                throw new IllegalArgumentException(
                        "halo.network.allow has '%s': %s. Give addresses and networks such as 10.0.0.0/8"
                                .formatted(entry, wrong.getMessage()));
            }
        }).toList();
    }
}
