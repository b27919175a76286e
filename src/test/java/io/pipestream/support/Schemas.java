package io.pipestream.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Ingress;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;

/** Whether a manifest has only fields that its kind has, of the right type, and those that it must have. */
public final class Schemas {

    /** Kubernetes' own kinds: its client knows which fields there are and which must be. */
    private static final Map<String, Check> KUBERNETES = Map.of(
            "apps/v1/Deployment", new Check(V1Deployment.class, V1Deployment::validateJsonElement),
            "batch/v1/Job", new Check(V1Job.class, V1Job::validateJsonElement),
            "v1/Service", new Check(V1Service.class, V1Service::validateJsonElement),
            "v1/ServiceAccount", new Check(V1ServiceAccount.class, V1ServiceAccount::validateJsonElement),
            "v1/ConfigMap", new Check(V1ConfigMap.class, V1ConfigMap::validateJsonElement),
            "v1/Namespace", new Check(V1Namespace.class, V1Namespace::validateJsonElement),
            "networking.k8s.io/v1/Ingress", new Check(V1Ingress.class, V1Ingress::validateJsonElement),
            "networking.k8s.io/v1/NetworkPolicy",
                    new Check(V1NetworkPolicy.class, V1NetworkPolicy::validateJsonElement),
            "policy/v1/PodDisruptionBudget",
                    new Check(V1PodDisruptionBudget.class, V1PodDisruptionBudget::validateJsonElement),
            "autoscaling/v2/HorizontalPodAutoscaler",
                    new Check(V2HorizontalPodAutoscaler.class, V2HorizontalPodAutoscaler::validateJsonElement));

    /** Operators' kinds, as their models read them. */
    private static final Map<String, Class<?>> OPERATORS = Map.of(
            "monitoring.coreos.com/v1/ServiceMonitor", ServiceMonitor.class,
            "monitoring.coreos.com/v1/PrometheusRule", PrometheusRule.class,
            "kafka.strimzi.io/v1/KafkaTopic", KafkaTopic.class,
            "kafka.strimzi.io/v1/KafkaUser", KafkaUser.class);

    private static final Path FIELDS = Path.of("src/test/resources/kubernetes/fields.yml");

    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .annotationIntrospector(new NothingElse())
            .build();

    private Schemas() {}

    private record Check(Class<?> type, Required required) {}

    private interface Required {
        void check(JsonElement manifest) throws IOException;
    }

    /** Models keep what they do not know for later versions; here it is an error. */
    private static final class NothingElse extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1;

        @Override
        public Boolean hasAnySetter(Annotated member) {
            return false;
        }
    }

    /**
     * Throws what is wrong.
     *
     * @throws IllegalArgumentException if it does not fit its kind, or nobody knows the kind
     */
    public static void check(JsonNode manifest) throws IOException {
        var kind = manifest.path("apiVersion").asText()
                + '/'
                + manifest.path("kind").asText();
        if (KUBERNETES.containsKey(kind)) {
            var check = KUBERNETES.get(kind);
            var json = JsonParser.parseString(manifest.toString());
            check.required().check(json);
            // A wrong type does not get through this.
            if (JSON.getGson().fromJson(json, check.type()) == null) {
                throw new IllegalArgumentException(kind + " is empty");
            }
        } else if (OPERATORS.containsKey(kind)) {
            STRICT.treeToValue(manifest, OPERATORS.get(kind));
        } else {
            var fields = new ObjectMapper(new YAMLFactory()).readTree(Files.readString(FIELDS));
            if (!fields.has(kind)) {
                throw new IllegalArgumentException("no schema for " + kind);
            }
            match("spec", fields.path(kind), manifest.path("spec"));
        }
    }

    private static void match(String path, JsonNode form, JsonNode value) {
        if (form.isArray()) {
            require(value.isArray(), path, "a list");
            value.forEach(item -> match(path + "[]", form.get(0), item));
        } else if (form.isObject()) {
            require(value.isObject(), path, "an object");
            var names = new TreeSet<String>();
            form.fieldNames().forEachRemaining(names::add);
            value.properties()
                    .forEach(field -> match(
                            path + '.' + field.getKey(),
                            form.has("*") ? form.path("*") : form.path(field.getKey()),
                            field.getValue()));
            for (var name : names) {
                require(!form.path(name).asText().endsWith("!") || value.has(name), path + '.' + name, "there");
            }
        } else {
            switch (form.asText().replace("!", "")) {
                case "string" -> require(value.isTextual(), path, "text");
                case "integer" -> require(value.isInt(), path, "a number");
                case "boolean" -> require(value.isBoolean(), path, "true or false");
                default -> throw new IllegalArgumentException(path + " is not known");
            }
        }
    }

    private static void require(boolean holds, String path, String what) {
        if (!holds) {
            throw new IllegalArgumentException(path + " must be " + what);
        }
    }
}
