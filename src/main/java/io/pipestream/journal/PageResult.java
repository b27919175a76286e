package io.pipestream.journal;

import java.util.List;

import io.pipestream.event.Observation;

/**
 * What became of a page of polled rows, once it is durable.
 *
 * @param stored events that are there now and were not before
 * @param known  rows that told nothing new
 * @param news   what was stored, in the order of the journal
 */
public record PageResult(int stored, int known, List<Observation> news) {}
