package io.pipestream.sandbox;

import static io.pipestream.sandbox.Entity.DEAL;
import static io.pipestream.sandbox.Entity.ORGANIZATION;
import static io.pipestream.sandbox.Entity.PERSON;
import static io.pipestream.sandbox.FieldDef.custom;
import static io.pipestream.sandbox.FieldDef.standard;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.pipestream.sandbox.FieldDef.Option;
import org.jspecify.annotations.Nullable;

/**
 * The fields of the simulated company. Deals have a custom field of every type that Pipedrive's formats tell apart; more
 * can be added, and all of them renamed, while it runs.
 */
final class FieldCatalogue {

    private static final Map<Entity, List<FieldDef>> AT_FIRST = Map.of(
            DEAL,
            List.of(
                    standard(1, "title", "Title", "varchar"),
                    standard(2, "value", "Value", "monetary"),
                    standard(3, "status", "Status", "status"),
                    standard(4, "stage_id", "Stage", "stage"),
                    standard(
                            5,
                            "label_ids",
                            "Label",
                            "set",
                            new Option(91, "Hot"),
                            new Option(92, "Warm"),
                            new Option(93, "Cold")),
                    custom(DEAL, 20, "Reference", "varchar"),
                    custom(DEAL, 21, "Site report", "text"),
                    custom(DEAL, 22, "Panel model", "varchar_auto"),
                    custom(DEAL, 23, "Roof area", "double"),
                    custom(DEAL, 24, "Grant", "monetary"),
                    custom(
                            DEAL,
                            25,
                            "Lead source",
                            "enum",
                            new Option(101, "Website"),
                            new Option(102, "Referral"),
                            new Option(103, "Trade fair")),
                    custom(
                            DEAL,
                            26,
                            "Extras",
                            "set",
                            new Option(111, "Battery"),
                            new Option(112, "Wall box"),
                            new Option(113, "Heat pump")),
                    custom(DEAL, 27, "Site contact", "people"),
                    custom(DEAL, 28, "Installer", "org"),
                    custom(DEAL, 29, "Surveyor", "user"),
                    custom(DEAL, 30, "Site phone", "phone"),
                    custom(DEAL, 31, "Callback at", "time"),
                    custom(DEAL, 32, "Access hours", "timerange"),
                    custom(DEAL, 33, "Survey date", "date"),
                    custom(DEAL, 34, "Installation window", "daterange"),
                    custom(DEAL, 35, "Site address", "address")),
            Entity.NOTE,
            List.of(),
            ORGANIZATION,
            List.of(
                    standard(1, "name", "Name", "varchar"),
                    standard(2, "address", "Address", "address"),
                    custom(ORGANIZATION, 20, "Email", "varchar"),
                    custom(ORGANIZATION, 21, "Phone", "phone"),
                    custom(
                            ORGANIZATION,
                            22,
                            "Segment",
                            "enum",
                            new Option(121, "Housing association"),
                            new Option(122, "Farm"),
                            new Option(123, "Factory")),
                    custom(
                            ORGANIZATION,
                            23,
                            "Regions",
                            "set",
                            new Option(131, "North"),
                            new Option(132, "South"),
                            new Option(133, "Islands"))),
            PERSON,
            List.of(
                    standard(1, "name", "Name", "varchar"),
                    standard(2, "email", "Email", "varchar"),
                    standard(3, "phone", "Phone", "phone"),
                    custom(PERSON, 20, "Met on", "date"),
                    custom(PERSON, 21, "Role", "enum", new Option(141, "Decides"), new Option(142, "Advises"))));

    private final Store store;
    private final SandboxOptions options;
    private final Map<Entity, List<FieldDef>> known = new EnumMap<>(Entity.class);

    FieldCatalogue(Store store, SandboxOptions options) {
        this.store = store;
        this.options = options;
    }

    List<FieldDef> of(Entity entity) {
        return known.computeIfAbsent(entity, this::read);
    }

    List<FieldDef> customOf(Entity entity) {
        return of(entity).stream().filter(FieldDef::isCustom).toList();
    }

    /** What was changed stands in the place of what was there at first. */
    private List<FieldDef> read(Entity entity) {
        var fields = new TreeMap<Long, FieldDef>();
        AT_FIRST.getOrDefault(entity, List.of()).forEach(field -> fields.put(field.id(), field));
        for (var kept : store.all(kind(entity))) {
            if (kept.getBoolean("is_removed", false)) {
                fields.remove(kept.getLong("id"));
            } else {
                fields.put(kept.getLong("id"), FieldDef.read(kept));
            }
        }
        return List.copyOf(fields.values());
    }

    /** Somebody adds a field to a kind of records. */
    FieldDef add(Entity entity, String name, String type, List<String> labels) {
        var id = of(entity).stream().mapToLong(FieldDef::id).max().orElse(19) + 1;
        var now = options.clock().instant();
        var choices = new ArrayList<Option>();
        labels.forEach(label -> choices.add(new Option(nextOption(entity) + choices.size(), label, now, now)));
        var key = FieldDef.key(entity, name + '/' + id);
        return keep(entity, new FieldDef(id, key, name, type, choices, now, now), false);
    }

    /**
     * Somebody edits a field.
     *
     * @param name   null to leave it
     * @param labels the choices as they are to be, by id; one with the id 0 is new, one that is missing is removed; null
     *     to leave them
     */
    FieldDef edit(Entity entity, String key, @Nullable String name, @Nullable List<Option> labels) {
        var field = require(entity, key);
        var now = options.clock().instant();
        var choices = new ArrayList<Option>();
        for (var wanted : labels == null ? field.options() : labels) {
            choices.add(field.options().stream()
                    .filter(option -> option.id() == wanted.id())
                    .map(option -> option.label().equals(wanted.label())
                            ? option
                            : new Option(option.id(), wanted.label(), option.addedAt(), now))
                    .findFirst()
                    .orElseGet(() -> new Option(nextOption(entity) + choices.size(), wanted.label(), now, now)));
        }
        var edited = new FieldDef(
                field.id(), key, name == null ? field.name() : name, field.type(), choices, field.addedAt(), now);
        return keep(entity, edited, false);
    }

    void remove(Entity entity, String key) {
        keep(entity, require(entity, key), true);
    }

    FieldDef require(Entity entity, String key) {
        return of(entity).stream()
                .filter(field -> field.key().equals(key))
                .findFirst()
                .orElseThrow(() -> ApiError.control(
                        404, "a " + entity.word() + " has no field " + key + "; GET /sandbox/fields/" + entity.word()));
    }

    private FieldDef keep(Entity entity, FieldDef field, boolean isRemoved) {
        store.put(kind(entity), field.kept().put("is_removed", isRemoved));
        known.remove(entity);
        return field;
    }

    private long nextOption(Entity entity) {
        return Math.max(
                1_000,
                of(entity).stream()
                                .flatMap(field -> field.options().stream())
                                .mapToLong(Option::id)
                                .max()
                                .orElse(0)
                        + 1);
    }

    private static String kind(Entity entity) {
        return entity.word() + "Field";
    }

    /** The key of a custom field that is there at first, by the name people see. */
    static String key(Entity entity, String name) {
        return AT_FIRST.getOrDefault(entity, List.of()).stream()
                .filter(field -> field.isCustom() && field.name().equals(name))
                .map(FieldDef::key)
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("no field of a " + entity.word() + " is called " + name));
    }
}
