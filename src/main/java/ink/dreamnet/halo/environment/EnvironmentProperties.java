package ink.dreamnet.halo.environment;

import java.util.ArrayList;
import java.util.List;

import ink.dreamnet.halo.core.FieldProblem;
import ink.dreamnet.halo.core.Ranges;
import ink.dreamnet.halo.core.StartRefusedException;
import ink.dreamnet.halo.environment.schema.CrossRule;
import ink.dreamnet.halo.environment.schema.RuleForm;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// How environments are read and compared (`halo.environment.*`).
///
/// @param maxFile how large a dotenv file, a schema or a file in a directory of secrets may be, 1 KB to 16 MB
/// @param maxFiles how many files a directory of secrets may have, 1 to 100,000
/// @param productionSecretsDiffer whether a secret of production that another environment of its group has too is reported
///        without a rule that says so
/// @param rules the rules across environments
@ConfigurationProperties("halo.environment")
record EnvironmentProperties(@DefaultValue("1MB") DataSize maxFile, @DefaultValue("2000") int maxFiles,
        @DefaultValue("true") boolean productionSecretsDiffer,
        @DefaultValue List<RuleForm> rules) {

    /// @throws IllegalArgumentException where a number is out of its range
    EnvironmentProperties {
        Ranges.check("halo.environment.max-file (bytes)", maxFile.toBytes(), 1 << 10, 16 << 20);
        Ranges.check("halo.environment.max-files", maxFiles, 1, 100_000);
    }

    /// @return the rules
    /// @throws StartRefusedException where one is wrong, with everything that is
    List<CrossRule> crossRules() {
        List<CrossRule> read = new ArrayList<>();
        List<FieldProblem> problems = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            String at = "halo.environment.rules[%d].".formatted(i);
            CrossRule rule = rules.get(i).rule((field, message) -> problems.add(new FieldProblem(at + field, message)));
            if (rule != null) {
                read.add(rule);
            }
        }
        if (!problems.isEmpty()) {
            throw StartRefusedException.wrong("The rules that configuration declares", problems,
                    EnvironmentConfiguration.HELP);
        }
        return read;
    }
}
