// SPDX-License-Identifier: Apache-2.0
//
// Trains the shipped model on the authored corpus: the same file, byte for byte, on every run.
//
//     scrm_train_shipped_model OUT

#include <cstdio>
#include <iostream>

#include "scrm/core/error.hpp"
#include "sentiment/shipped_internal.hpp"

int main(int argc, char** argv) {
    using namespace scrm;
    if (argc != 2) {
        std::cerr << "usage: scrm_train_shipped_model OUT\n";
        return 2;
    }
    try {
        const auto posts = sentiment::read_corpus(SCRM_SOURCE_DIR "/src/sentiment/corpus");
        const auto trained = sentiment::train(sentiment::training_set(posts), sentiment::shipped_options());
        trained.model.save(argv[1]);
        for (const auto& head : trained.heads)
            std::printf("%-10s held-out macro F1 %.4f, ECE %.4f, temperature %.3f, %u steps\n",
                        head.head.c_str(), head.held_out.macro_f1, head.held_out.ece, head.temperature,
                        head.steps);
        std::printf("%zu posts, digest %s\n", posts.size(), trained.model.digest().hex().c_str());
        return 0;
    } catch (const Error& error) {
        std::cerr << "scrm_train_shipped_model: " << error.what() << '\n';
        return 1;
    }
}
