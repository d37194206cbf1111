package com.example.shop;

import java.util.Map;

import ink.dreamnet.halo.analysis.AnalysisContext;
import ink.dreamnet.halo.analysis.Analyzer;
import ink.dreamnet.halo.analysis.AnalyzerResult;
import ink.dreamnet.halo.analysis.Issue;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;

/// Finds a backlog of orders. Its name is `order-backlog`.
public class OrderBacklogAnalyzer implements Analyzer {

    private static final SubjectRef SHIPPING = new SubjectRef(SubjectKind.SQUAD, "shipping");
    private static final int TOO_MANY = 100;

    private final Orders orders;

    public OrderBacklogAnalyzer(Orders orders) {
        this.orders = orders;
    }

    @Override
    public AnalyzerResult analyze(AnalysisContext context) {
        AnalyzerResult.Builder result = AnalyzerResult.builder();
        int waiting = orders.waiting();
        if (waiting > TOO_MANY) {
            result.issue(Issue.of("orders.backlog", Severity.HIGH, SHIPPING, waiting + " orders wait to be shipped",
                    Map.of("waiting", waiting)));
        }
        return result.observed(SHIPPING).build();
    }
}
