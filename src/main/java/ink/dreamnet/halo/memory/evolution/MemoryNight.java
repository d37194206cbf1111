package ink.dreamnet.halo.memory.evolution;

import java.time.LocalTime;
import java.time.ZoneOffset;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Daily;
import ink.dreamnet.halo.core.HistoryProperties;
import ink.dreamnet.halo.memory.trait.Nightly;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/// What the memory does once a night: it records how everything was on the days that are over, lets traits follow the passing of
/// time, and removes what is too old to count. A night that was missed is made up for.
@Component
class MemoryNight {

    private static final Logger LOG = LoggerFactory.getLogger(MemoryNight.class);
    private static final int MINUTE = 10;

    private final Evolution evolution;
    private final Nightly traits;

    MemoryNight(Evolution evolution, Nightly traits) {
        this.evolution = evolution;
        this.traits = traits;
    }

    void run() {
        traits.refresh();
        evolution.catchUp();
        traits.removeOld();
        LOG.info("Recorded how everything was, and computed all traits anew");
    }

    /// The schedule.
    @Configuration(proxyBeanMethods = false)
    static class Schedule {

        @Bean
        RecurringTask<Void> memoryNightTask(HistoryProperties properties, ObjectProvider<MemoryNight> night) {
            return Tasks
                    .recurring("halo-memory-night",
                            new Daily(ZoneOffset.UTC, LocalTime.of(properties.cleanAt(), MINUTE)))
                    .execute((instance, context) -> night.getObject().run());
        }
    }
}
