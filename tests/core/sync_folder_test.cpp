// SPDX-License-Identifier: Apache-2.0
#include "scrm/core/sync_folder.hpp"

#include "scrm/core/error.hpp"
#include "support/folder.hpp"

namespace scrm {
namespace {

class SyncFolderTest : public test::InFolder {};

TEST_F(SyncFolderTest, flushes_a_folder_and_says_when_there_is_none) {
    EXPECT_NO_THROW(sync_folder(folder_));
    EXPECT_NO_THROW(sync_folder({}));
    for (const auto& none : {folder_ / "absent", write("file", "x")}) {
        try {
            sync_folder(none);
            FAIL() << none;
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::unavailable);
        }
    }
}

}  // namespace
}  // namespace scrm
