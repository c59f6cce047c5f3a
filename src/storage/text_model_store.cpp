// SPDX-License-Identifier: Apache-2.0
#include "scrm/storage/text_model_store.hpp"

#include "document_table_internal.hpp"

namespace scrm::storage {

std::optional<std::string> TextModelStore::digest() const {
    return unit_.session().text("select digest from scrm_text_model where id = 1");
}

std::optional<std::string> TextModelStore::bytes() const {
    const auto hex = unit_.session().text("select model_hex from scrm_text_model where id = 1");
    if (!hex) return std::nullopt;
    return detail::from_hex(*hex);
}

void TextModelStore::put(std::string_view digest, std::string_view bytes) {
    unit_.session().execute(
        "insert into scrm_text_model (id, digest, model_hex) values (1, :d, :m) "
        "on conflict (id) do update set digest = excluded.digest, model_hex = excluded.model_hex",
        {std::string{digest}, detail::to_hex(bytes)});
}

void TextModelStore::clear() {
    unit_.session().execute("delete from scrm_text_model");
}

}  // namespace scrm::storage
