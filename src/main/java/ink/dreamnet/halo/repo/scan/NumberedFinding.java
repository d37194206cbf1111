package ink.dreamnet.halo.repo.scan;

import ink.dreamnet.halo.code.Finding;

/// A finding and its place in the list of all.
///
/// @param number from 0
public record NumberedFinding(int number, Finding finding) {
}
