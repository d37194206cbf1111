package ink.dreamnet.halo.subject;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import ink.dreamnet.halo.core.BackgroundLoop;
import ink.dreamnet.halo.core.SubjectKind;
import org.springframework.stereotype.Component;

/// Does what the rows of subjects need and nobody waits for, one after the other. At its start it brings them in line with all that they
/// depend on, because the process before may have been cut off.
@Component
class SubjectLoop extends BackgroundLoop {

    /// How many cycles wait at most; of those before, only the letters in the strips are lost.
    private static final int MOST_WAITING = 8;

    private final SubjectUpkeep upkeep;
    private final Set<Work> waiting = new LinkedHashSet<>();

    SubjectLoop(SubjectUpkeep upkeep) {
        super("halo-subjects", "The states of subjects cannot be written");
        this.upkeep = upkeep;
    }

    @Override
    public void start() {
        sync(List.of(SubjectKind.values()));
        refresh();
        cover();
        super.start();
    }

    @Override
    public void stop() {
        super.stop();
        synchronized (waiting) {
            waiting.clear();
        }
    }

    /// Something to do.
    sealed interface Work {

        void run(SubjectUpkeep upkeep);
    }

    private record Take(Checked checked) implements Work {
        @Override
        public void run(SubjectUpkeep upkeep) {
            upkeep.take(checked);
        }
    }

    private record Sync(SubjectKind kind) implements Work {
        @Override
        public void run(SubjectUpkeep upkeep) {
            upkeep.sync(kind);
        }
    }

    private record Refresh() implements Work {
        @Override
        public void run(SubjectUpkeep upkeep) {
            upkeep.refresh();
        }
    }

    private record Cover() implements Work {
        @Override
        public void run(SubjectUpkeep upkeep) {
            upkeep.cover();
        }
    }

    /// Takes in what a cycle checked.
    void take(Checked checked) {
        synchronized (waiting) {
            List<Work> cycles = waiting.stream().filter(Take.class::isInstance).toList();
            if (cycles.size() >= MOST_WAITING) {
                waiting.remove(cycles.getFirst());
                waiting.add(new Refresh());
            }
        }
        add(new Take(checked));
    }

    /// Reads anew what is registered of some kinds.
    void sync(Collection<SubjectKind> kinds) {
        kinds.forEach(kind -> add(new Sync(kind)));
    }

    /// Brings all rows in line with the open weak points.
    void refresh() {
        add(new Refresh());
    }

    /// Looks anew which subjects maintenance windows cover.
    void cover() {
        add(new Cover());
    }

    private void add(Work work) {
        synchronized (waiting) {
            waiting.add(work);
        }
        wakeUp();
    }

    @Override
    protected boolean step(boolean woken) {
        Work next;
        synchronized (waiting) {
            if (waiting.isEmpty()) {
                return false;
            }
            next = waiting.iterator().next();
            waiting.remove(next);
        }
        try {
            next.run(upkeep);
        } catch (RuntimeException failed) {
            add(next);
            throw failed;
        }
        return true;
    }
}
