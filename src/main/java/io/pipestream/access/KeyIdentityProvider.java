package io.pipestream.access;

import java.util.Optional;

import io.pipestream.platform.Secrets;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.credential.TokenCredential;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Turns an access key, or a session that one has opened, into its holder. Looked up by hash, so the comparison's time tells nothing of the key. */
@Singleton
class KeyIdentityProvider implements IdentityProvider<TokenAuthenticationRequest> {

    private final AccessKeyRepository keys;
    private final Sessions sessions;

    KeyIdentityProvider(AccessKeyRepository keys, Sessions sessions) {
        this.keys = keys;
        this.sessions = sessions;
    }

    @Override
    public Class<TokenAuthenticationRequest> getRequestType() {
        return TokenAuthenticationRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            TokenAuthenticationRequest request, AuthenticationRequestContext context) {
        return context.runBlocking(() -> holder(request.getToken())
                .map(KeyIdentityProvider::identity)
                .orElseThrow(() -> new AuthenticationFailedException("unknown access key or session")));
    }

    private Optional<AccessKeyRepository.Holder> holder(TokenCredential credential) {
        return SessionMechanism.TYPE.equals(credential.getType())
                ? sessions.find(credential.getToken())
                : keys.find(Secrets.sha256(credential.getToken()));
    }

    private static SecurityIdentity identity(AccessKeyRepository.Holder holder) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(holder.name()))
                .addRole(holder.role())
                .build();
    }
}
