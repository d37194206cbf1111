package ink.dreamnet.halo.core;

import org.jspecify.annotations.Nullable;

/// Tells senders apart by their addresses.
@FunctionalInterface
public interface Senders {

    /// @param address of a request, as the servlet container or a reverse proxy's header gives it
    /// @return whose request it is, see [Sender]; null where the address is one that no bound for each address holds for, such as this
    ///         machine's and those of reverse proxies (`halo.web.connections.unlimited-addresses`)
    @Nullable
    String of(String address);
}
