package ink.dreamnet.halo.security;

/// Thrown where HALO would start with a door that anyone can open; the start stops.
class OpenDoorException extends RuntimeException {

    private final String action;

    /// @param description what is wrong; never a token
    /// @param action what to do about it
    OpenDoorException(String description, String action) {
        super(description);
        this.action = action;
    }

    String action() {
        return action;
    }
}
