#include <iostream>

#include <scrm/identity/match_model.hpp>

int main() {
    std::cout << scrm::identity::MatchModel::person().name << '\n';
}
