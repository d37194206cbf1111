package ink.dreamnet.halo.task;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.OnPostgres;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/// That the numbers are those of the tasks is asserted after each test of [ink.dreamnet.halo.task.dispatch.TaskRoom].
@HaloTest
abstract class TaskCountsTest {

    @Autowired
    TaskCounts counts;
    @Autowired
    TransactionTemplate transaction;
    @Autowired
    JdbcTemplate jdbc;

    @OnH2
    static class OnH2Test extends TaskCountsTest {
    }

    @OnPostgres
    static class OnPostgresTest extends TaskCountsTest {
    }

    @Test
    void compactKeepsTheNumbersInOneRowForEachStatus() {
        jdbc.update("delete from repair_task_count");
        jdbc.batchUpdate("insert into repair_task_count (status, tasks) values (?, ?)",
                IntStream.range(0, 300).mapToObj(i -> new Object[]{i % 3 == 0 ? "SUCCEEDED" : "EXPIRED", 2}).toList());
        removed(TaskStatus.EXPIRED);
        counts.compact();
        assertThat(counts.all()).isEqualTo(Map.of(TaskStatus.SUCCEEDED, 200L, TaskStatus.EXPIRED, 399L));
        assertThat(jdbc.queryForObject("select count(*) from repair_task_count", Integer.class)).isEqualTo(2);
        removed(TaskStatus.SUCCEEDED);
        counts.compact();
        assertThat(counts.all()).containsEntry(TaskStatus.SUCCEEDED, 199L);
    }

    private void removed(TaskStatus status) {
        transaction.executeWithoutResult(tx -> counts.removed(List.of(status)));
    }
}
