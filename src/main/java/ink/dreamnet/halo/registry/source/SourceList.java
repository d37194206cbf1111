package ink.dreamnet.halo.registry.source;

import java.time.Duration;
import java.util.Collection;

import ink.dreamnet.halo.http.CallFailedException;
import ink.dreamnet.halo.http.HttpCalls;

/// One list that another service is asked for, with the memory of when it last answered.
public final class SourceList {

    private final Source source;
    private final SourceMemory memory;
    private final String what;
    private final String path;

    /// @param what what is listed (`agents`)
    /// @param path what to ask for (`/api/squad/agents`)
    public SourceList(Source source, SourceMemory memory, String what, String path) {
        this.source = source;
        this.memory = memory;
        this.what = what;
        this.path = path;
    }

    /// @return the service
    public Source source() {
        return source;
    }

    /// @return what is asked for (`/api/squad/agents`)
    public String path() {
        return path;
    }

    /// @return when it last answered, and why it failed since
    public SourceState state() {
        return memory.state(source, what);
    }

    /// Asks for the list. A failure is remembered.
    ///
    /// @param budget how long all attempts may take together
    /// @throws CallFailedException as [Source#get] does
    public <T> T get(Duration budget, HttpCalls.AnswerReader<T> reader)
            throws CallFailedException, InterruptedException {
        try {
            return source.get(path, budget, reader);
        } catch (CallFailedException failed) {
            failed(failed);
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
                    "it lists none of the %d %s that it listed before".formatted(before, what), false);
            failed(vanished);
            throw vanished;
        }
    }

    /// Remembers why it failed.
    public void failed(CallFailedException why) {
        memory.failed(source, what, why);
    }

    /// Remembers that it answered. To be called in the transaction that stores its answer.
    public void answered() {
        memory.answered(source, what);
    }
}
