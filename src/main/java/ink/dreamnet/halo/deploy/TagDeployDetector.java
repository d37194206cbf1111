package ink.dreamnet.halo.deploy;

import java.time.Clock;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.repo.RepositoryTagsSeen;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Records a deploy where a repository has a new tag, or one that names another commit than before. The tags that are seen first
/// are no deploys. Where several are new at once, the highest version is the deploy.
@Component
class TagDeployDetector {

    private static final Logger LOG = LoggerFactory.getLogger(TagDeployDetector.class);
    private static final TypeReference<Map<String, String>> TAGS = new TypeReference<>() {
    };

    private final Deploys deploys;
    private final JdbcTemplate jdbc;
    private final JsonMapper json;
    private final TransactionTemplate transaction;
    private final Clock clock;

    TagDeployDetector(Deploys deploys, JdbcTemplate jdbc, JsonMapper json, TransactionTemplate transaction,
            Clock clock) {
        this.deploys = deploys;
        this.jdbc = jdbc;
        this.json = json;
        this.transaction = transaction;
        this.clock = clock;
    }

    @EventListener
    void tagsSeen(RepositoryTagsSeen seen) {
        transaction.executeWithoutResult(tx -> take(seen));
    }

    /// What is known and the deploy are one transaction, so that no deploy is missed or recorded twice.
    private void take(RepositoryTagsSeen seen) {
        String id = seen.repository().id();
        Optional<Map<String, String>> before = jdbc.query(
                "select tags from deploy_tags where repository = ? and source = ? for update",
                (row, number) -> json.readValue(row.getString("tags"), TAGS), id, seen.source()).stream().findFirst();
        if (before.isPresent() && before.get().equals(seen.tags())) {
            return;
        }
        jdbc.update("delete from deploy_tags where repository = ?", id);
        jdbc.update("insert into deploy_tags (repository, source, tags) values (?, ?, ?)", id, seen.source(),
                json.writeValueAsString(new TreeMap<>(seen.tags())));
        before.flatMap(known -> newest(known, seen.tags())).ifPresent(tag -> {
            LOG.info("The tag {} of repository {} is a deploy of {}", tag, id, seen.service());
            deploys.record(new DeployReport(seen.service(), Texts.cut(tag, DeployReport.MAX_NAME), seen.environment(),
                    clock.instant(), Set.of(),
                    seen.tags().get(tag), null, DeploySource.TAG, null), Actor.HALO);
        });
    }

    /// @return the highest of the tags that are new or name something else; empty where none does
    static Optional<String> newest(Map<String, String> before, Map<String, String> now) {
        return now.entrySet().stream().filter(tag -> !tag.getValue().equals(before.get(tag.getKey())))
                .map(Map.Entry::getKey).max(Comparator.comparing(TagDeployDetector::sortable));
    }

    /// @return a text that sorts as the numbers in a tag do: `v1.10.0` comes after `v1.9.0`, and after `v1.10.0-rc.1`
    private static String sortable(String tag) {
        StringBuilder sortable = new StringBuilder();
        for (String part : tag.split("(?<=\\d)(?=\\D)|(?<=\\D)(?=\\d)")) {
            boolean number = !part.isEmpty() && Character.isDigit(part.charAt(0));
            sortable.append(number ? "0".repeat(Math.max(0, 20 - part.length())) : "").append(part);
        }
        // the end sorts behind the hyphen of a pre-release
        return sortable.append('~').toString();
    }
}
