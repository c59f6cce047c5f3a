#include <iostream>

#include <scrm/scrm.hpp>

int main() {
    auto crm = scrm::Crm::open("consumer.db");
    const auto report = crm.resolution().run({.threads = 1});
    std::cout << "identities: " << report.match + report.review + report.none << '\n';
    try {
        scrm::Crm::open("missing-folder/consumer.db");
    } catch (const scrm::Error& error) {
        std::cout << "error: " << scrm::to_string(error.code()) << '\n';
        return 0;
    }
    return 1;
}
