package ink.dreamnet.halo.registry.source;

import java.time.Duration;
import java.util.Collection;
import java.util.function.BiFunction;

import ink.dreamnet.halo.http.CallFailedException;
import ink.dreamnet.halo.registry.source.ListedJson.Listing;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One list that another service is asked for, with the memory of when it last answered.
public final class SourceList {

    private final Source source;
    private final SourceMemory memory;
    private final JsonMapper json;
    private final Listed asked;

    /// @param asked what it is asked for
    public SourceList(Source source, SourceMemory memory, JsonMapper json, Listed asked) {
        this.source = source;
        this.memory = memory;
        this.json = json;
        this.asked = asked;
    }

    /// What a service is asked for.
    ///
    /// @param what what it is remembered by (`agents`)
    /// @param path what to ask for, from its base URL (`/api/squad/agents`)
    /// @param member the member of its answer that is the list
    /// @param optional whether there may be no such list ([CallFailedException#absent]), which is then not remembered as a
    ///        failure
    public record Listed(String what, String path, String member, boolean optional) {
    }

    /// @return the service
    public Source source() {
        return source;
    }

    /// @return what is asked for (`/api/squad/agents`)
    public String path() {
        return asked.path();
    }

    /// @return when it last answered, and why it failed since
    public SourceState state() {
        return memory.state(source, asked.what());
    }

    /// Asks for the list. A failure is remembered.
    ///
    /// @param budget how long all attempts may take together
    /// @param entry makes something of an id and its entry
    /// @throws CallFailedException where the service is not configured, does not answer, or not with such a list
    public <T> Listing<T> get(Duration budget, BiFunction<String, JsonNode, T> entry)
            throws CallFailedException, InterruptedException {
        try {
            return source.get(asked.path(), budget,
                    answer -> ListedJson.read(json, answer.body(), asked.member(), source.limit(), entry));
        } catch (CallFailedException failed) {
            if (!(asked.optional() && failed.absent())) {
                failed(failed);
            }
            throw failed;
        }
    }

    /// Takes an empty list where there were many for a failure, and remembers it.
    ///
    /// @param before how many it listed before
    /// @param doubtFrom from how many on that is a failure
    /// @throws CallFailedException where it is one
    public void refuseEmpty(Collection<?> listed, long before, int doubtFrom) throws CallFailedException {
        if (listed.isEmpty() && before >= doubtFrom) {
            CallFailedException vanished = new CallFailedException(
                    "it lists none of the %d %s that it listed before".formatted(before, asked.what()), false);
            failed(vanished);
            throw vanished;
        }
    }

    /// Remembers why it failed.
    public void failed(CallFailedException why) {
        memory.failed(source, asked.what(), why);
    }

    /// Remembers that it answered. To be called in the transaction that stores its answer.
    public void answered() {
        memory.answered(source, asked.what());
    }
}
