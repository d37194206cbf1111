package ink.dreamnet.halo.weakpoint;

import java.nio.charset.StandardCharsets;
import java.util.List;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

import ink.dreamnet.halo.analysis.ReportedIssue;
import org.hibernate.annotations.Immutable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Keeps the issues that belong to a weak point as JSON text in its row.
@Converter
@Immutable
class RelatedIssuesConverter implements AttributeConverter<List<ReportedIssue>, String> {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<List<ReportedIssue>> TYPE = new TypeReference<>() {
    };

    @Override
    public String convertToDatabaseColumn(List<ReportedIssue> issues) {
        // through UTF-8, because PostgreSQL refuses the broken surrogates that a probed server may have sent
        return new String(JSON.writeValueAsBytes(issues), StandardCharsets.UTF_8);
    }

    @Override
    public List<ReportedIssue> convertToEntityAttribute(String text) {
        return JSON.readValue(text, TYPE);
    }
}
