package ink.dreamnet.halo.core;

/// Thrown where a caller names something that does not exist; the API answers 404.
public class NotFoundException extends RuntimeException {

    /// @param what the kind of thing, in the API's words (`task`, `weak point`)
    /// @param id what was asked for
    public NotFoundException(String what, Object id) {
        this("There is no %s '%s'".formatted(what, id));
    }

    /// @param sentence what there is not, without a full stop
    public NotFoundException(String sentence) {
        super(sentence);
    }
}
