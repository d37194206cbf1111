package ink.dreamnet.halo.analysis;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/// Makes the [WorkerPool] of each kind of analyzers' work, ends them with HALO, and counts in `halo.threads.abandoned` what does
/// not end.
@Component
public class WorkerPools implements DisposableBean {

    private final MeterRegistry meters;
    private final List<WorkerPool> pools = new CopyOnWriteArrayList<>();

    WorkerPools(MeterRegistry meters) {
        this.meters = meters;
    }

    /// @param name what the threads are called, and the metric's tag `pool`
    /// @param size how many run at once, at least 1
    /// @param mostAbandoned how many more there may be because others do not end
    public WorkerPool open(String name, int size, int mostAbandoned) {
        WorkerPool pool = new WorkerPool(name, size, mostAbandoned);
        pools.add(pool);
        Gauge.builder("halo.threads.abandoned", pool, WorkerPool::abandoned).tag("pool", name)
                .description("Threads whose work did not end when its time was over").register(meters);
        return pool;
    }

    /// @return how many threads are at work that was abandoned
    public int abandoned() {
        return pools.stream().mapToInt(WorkerPool::abandoned).sum();
    }

    @Override
    public void destroy() {
        pools.forEach(WorkerPool::close);
    }
}
