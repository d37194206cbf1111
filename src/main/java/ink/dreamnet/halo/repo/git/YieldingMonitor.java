package ink.dreamnet.halo.repo.git;

import org.eclipse.jgit.lib.EmptyProgressMonitor;

/// Lets other virtual threads have their turn while a pack is taken in, which is work that never parks, and stops it where its thread is
/// interrupted.
final class YieldingMonitor extends EmptyProgressMonitor {

    @Override
    public void update(int completed) {
        Thread.yield();
    }

    @Override
    public boolean isCancelled() {
        return Thread.currentThread().isInterrupted();
    }
}
