package ink.dreamnet.halo.task;

/// Something that is due for some tasks by the time alone. One replica runs all of these every few seconds.
@FunctionalInterface
public interface TaskPoll {

    void run();
}
