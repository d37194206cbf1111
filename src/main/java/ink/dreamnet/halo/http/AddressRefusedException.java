package ink.dreamnet.halo.http;

import java.net.UnknownHostException;

/// Thrown where HALO may not connect to any address of a host. It is an [UnknownHostException], because that is what those who resolve
/// names may throw.
public final class AddressRefusedException extends UnknownHostException {

    private final String reason;

    /// @param target whose address, with the address
    /// @param reason what the address is, and what would allow it
    AddressRefusedException(String target, String reason) {
        super(target + " " + reason);
        this.reason = reason;
    }

    /// @return what the address is, and what would allow it, without the host and the address: `is private, and …`
    public String reason() {
        return reason;
    }
}
