package io.pipestream.pipedrive;

/** Whose token it is: the answer of {@code GET /v1/users/me}, as far as we need it. */
public record Me(String userId, String companyId, String companyDomain, String companyName) {}
