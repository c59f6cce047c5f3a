// SPDX-License-Identifier: Apache-2.0
#include "scrm/table/column_names.hpp"

#include <gtest/gtest.h>

#include "scrm/core/error.hpp"

namespace scrm::table {
namespace {

using Header = std::vector<std::string>;

TEST(ColumnNames, ABirthYearCountsWhereThereIsNoBirthDate) {
    const auto columns_of = [](const Header& header) {
        std::vector<std::string> columns;
        for (const MappedColumn& one : recognise_columns(header))
            columns.push_back(one.attribute + "=" + one.column);
        return columns;
    };
    EXPECT_EQ(columns_of({"birth_year", "birth_place", "name"}),
              (std::vector<std::string>{"birth_date=birth_year", "city=birth_place", "full_name=name"}));
    EXPECT_EQ(columns_of({"birth_year", "birth_place", "town", "dob"}),
              (std::vector<std::string>{"city=town", "birth_date=dob"}));
}

TEST(ColumnNames, RecognisesUsualHeaders) {
    struct Case {
        const char* header;
        const char* attribute;
    };
    const Case cases[] = {
        {"first_name", "given_name"},
        {"fname", "given_name"},
        {"Given", "given_name"},
        {"Family", "family_name"},
        {"Surname(s)", "family_name"},
        {"First name *", "given_name"},
        {"DOB (dd/mm/yyyy)", "birth_date"},
        {"Дата рождения (дд.мм.гггг)", "birth_date"},
        {"Name (First)", "given_name"},
        {"Name (Last)", "family_name"},
        {"Email (required)", "email"},
        {"Tel. No.", "phone"},
        {"Phone #", "phone"},
        {"Email ID", "email"},
        {"Mailing Zip/Postal Code", "postcode"},
        {"State/Province", "region"},
        {"NHS Number", "national_id"},
        {"Achternaam", "family_name"},
        {"Data di nascita", "birth_date"},
        {"Příjmení", "family_name"},
        {"Επώνυμο", "family_name"},
        {"Ημερομηνία γέννησης", "birth_date"},
        {"Arbeitgeber", "employer"},
        {"FirstName", "given_name"},
        {"surname", "family_name"},
        {"Last Name", "family_name"},
        {"dob", "birth_date"},
        {"date_of_birth", "birth_date"},
        {"Date-of-Birth", "birth_date"},
        {"zip", "postcode"},
        {"postal_code", "postcode"},
        {"suburb", "city"},
        {"soc_sec_id", "national_id"},
        {"SSN", "national_id"},
        {"имя", "given_name"},
        {"Фамилия", "family_name"},
        {"ОТЧЕСТВО", "patronymic"},
        {"Дата рождения", "birth_date"},
        {"Телефон", "phone"},
        {"Город", "city"},
        {"ім'я", "given_name"},
        {"Ім’я", "given_name"},
        {"імʼя", "given_name"},
        {"прізвище", "family_name"},
        {"по батькові", "patronymic"},
        {"e-mail", "email"},
        {"E.Mail", "email"},
        {"Населённый пункт", "city"},
        {"МІСТО", "city"},
        {"ФИО", "full_name"},
        {"ПІБ", "full_name"},
        {"Дата народження", "birth_date"},
        {"PRIMARY_NAME_LAST", "family_name"},
        {"passport", "other:passport"},
        {"full_name", "full_name"},
        {"phones", "phone"},
        {"emails", "email"},
        {"birth_year", "birth_date"},
        {"Place of birth", "city"},
        {"Год рождения", "birth_date"},
    };
    for (const Case& c : cases) EXPECT_EQ(recognise_column(c.header), c.attribute) << c.header;
    for (const char* header : {"Phone (spouse)", "ФИО (менеджера)", "Email (manager)", "", "id",
                               "customer_id", "cluster", "x", "created_at", "имени", "_"}) {
        EXPECT_EQ(recognise_column(header), std::nullopt) << header;
    }
    for (const std::string_view attribute : attribute_names())
        EXPECT_EQ(recognise_column(attribute), attribute);
}

std::string recognised(const Header& header) {
    std::string out;
    for (const MappedColumn& one : recognise_columns(header))
        out += (out.empty() ? "" : ",") + one.attribute + "=" + one.column;
    return out;
}

TEST(ColumnNames, RecognisesHeadersOfOtherLanguages) {
    const std::pair<Header, const char*> cases[] = {
        {{"Nr", "Nachname", "Vorname", "Geschlecht", "Geburtsdatum", "Straße", "PLZ", "Ort", "Telefon",
          "E-Mail"},
         "family_name=Nachname,given_name=Vorname,gender=Geschlecht,birth_date=Geburtsdatum,street=Straße,"
         "postcode=PLZ,city=Ort,phone=Telefon,email=E-Mail"},
        {{"nom", "prénom", "sexe", "Date de naissance", "adresse", "Code postal", "ville", "Téléphone",
          "courriel"},
         "family_name=nom,given_name=prénom,gender=sexe,birth_date=Date de naissance,address=adresse,"
         "postcode=Code postal,city=ville,phone=Téléphone,email=courriel"},
        {{"Apellidos", "Nombre", "Sexo", "Fecha de nacimiento", "Dirección", "Código postal", "Ciudad",
          "Teléfono", "Correo electrónico"},
         "family_name=Apellidos,given_name=Nombre,gender=Sexo,birth_date=Fecha de "
         "nacimiento,address=Dirección,"
         "postcode=Código postal,city=Ciudad,phone=Teléfono,email=Correo electrónico"},
        {{"sobrenome", "nome", "sexo", "data_nascimento", "endereço", "cep", "cidade", "telefone", "email"},
         "family_name=sobrenome,given_name=nome,gender=sexo,birth_date=data_nascimento,address=endereço,"
         "postcode=cep,city=cidade,phone=telefone,email=email"},
        {{"Cognome", "Nome", "Data di nascita", "Indirizzo", "CAP", "Città", "Cellulare"},
         "family_name=Cognome,given_name=Nome,birth_date=Data di nascita,address=Indirizzo,postcode=CAP,"
         "city=Città,phone=Cellulare"},
        {{"Nazwisko", "Imię", "Płeć", "Data urodzenia", "Ulica", "Kod pocztowy", "Miasto", "Telefon",
          "e-mail"},
         "family_name=Nazwisko,given_name=Imię,gender=Płeć,birth_date=Data urodzenia,street=Ulica,"
         "postcode=Kod pocztowy,city=Miasto,phone=Telefon,email=e-mail"},
        {{"Soyadı", "Adı", "CİNSİYET", "Doğum tarihi", "Adres", "Posta kodu", "Şehir", "Telefon", "E-posta"},
         "family_name=Soyadı,given_name=Adı,gender=CİNSİYET,birth_date=Doğum tarihi,address=Adres,"
         "postcode=Posta kodu,city=Şehir,phone=Telefon,email=E-posta"},
        {{"Тегі", "Аты", "Әкесінің аты", "Жынысы", "Туған күні", "Мекенжайы", "Қала", "Телефоны",
          "Электрондық пошта"},
         "family_name=Тегі,given_name=Аты,patronymic=Әкесінің аты,gender=Жынысы,birth_date=Туған күні,"
         "address=Мекенжайы,city=Қала,phone=Телефоны,email=Электрондық пошта"},
        {{"Прізвище", "Ім’я", "По батькові", "Дата народж.", "Моб. тел.", "Ел. пошта", "Адреса проживання"},
         "family_name=Прізвище,given_name=Ім’я,patronymic=По батькові,birth_date=Дата народж.,phone=Моб. "
         "тел.,"
         "email=Ел. пошта,address=Адреса проживання"},
        {{"Фамилия, Имя, Отчество", "Д.Р.", "Тел.", "Моб. телефон", "Телефон 2", "Эл. почта", "Эл. адрес"},
         "full_name=Фамилия, Имя, Отчество,birth_date=Д.Р.,phone=Тел.,phone=Моб. телефон,phone=Телефон 2,"
         "email=Эл. почта,email=Эл. адрес"},
        {{"Imię i nazwisko"}, "full_name=Imię i nazwisko"},
        {{"Ad Soyad"}, "full_name=Ad Soyad"},
        {{"Аты-жөні"}, "full_name=Аты-жөні"},
    };
    for (const auto& [header, expected] : cases) EXPECT_EQ(recognised(header), expected);
}

TEST(ColumnNames, ReadsTheExportsOfAddressBooks) {
    EXPECT_EQ(
        recognised({"First Name", "Middle Name", "Last Name", "Phonetic First Name", "Birthday",
                    "Organization Name", "Organization Title", "E-mail 1 - Label", "E-mail 1 - Value",
                    "E-mail 2 - Value", "Phone 1 - Type", "Phone 1 - Value", "Address 1 - Formatted",
                    "Address 1 - City", "Address 2 - City", "Address 1 - PO Box", "Website 1 - Value",
                    "Custom Field 1 - Value"}),
        "given_name=First Name,patronymic=Middle Name,family_name=Last Name,birth_date=Birthday,"
        "employer=Organization Name,occupation=Organization Title,email=E-mail 1 - Value,"
        "email=E-mail 2 - Value,phone=Phone 1 - Value,address=Address 1 - Formatted,city=Address 1 - City,"
        "url=Website 1 - Value");
    EXPECT_EQ(
        recognised({"First Name", "Last Name", "Home Street", "Home City", "Home Postal Code", "Business Fax",
                    "Business Phone", "Business Phone 2", "Home Phone", "Mobile Phone", "E-mail Address",
                    "E-mail Type", "E-mail 2 Address", "E-mail 2 Type", "E-mail 3 Address"}),
        "given_name=First Name,family_name=Last Name,street=Home Street,city=Home City,"
        "postcode=Home Postal Code,phone=Business Phone,phone=Business Phone 2,phone=Home Phone,"
        "phone=Mobile Phone,email=E-mail Address,email=E-mail 2 Address,email=E-mail 3 Address");
}

TEST(ColumnNames, AHeaderOfTwoMeaningsNeedsItsPartner) {
    EXPECT_EQ(recognised({"Name", "phone"}), "full_name=Name,phone=phone");
    EXPECT_EQ(recognised({"Name", "Vorname"}), "family_name=Name,given_name=Vorname");
    EXPECT_EQ(recognised({"Name", "Vorname", "Nachname"}),
              "full_name=Name,given_name=Vorname,family_name=Nachname");
    EXPECT_EQ(recognised({"Name", "First name"}), "full_name=Name,given_name=First name");
    EXPECT_EQ(recognised({"Nom", "ville"}), "full_name=Nom,city=ville");
    EXPECT_EQ(recognised({"Nombre", "Ciudad"}), "full_name=Nombre,city=Ciudad");
    EXPECT_EQ(recognised({"Nome", "Cognome"}), "given_name=Nome,family_name=Cognome");
    EXPECT_EQ(recognised({"nome", "apelido"}), "given_name=nome,family_name=apelido");
    EXPECT_EQ(recognised({"Ad", "Soyad"}), "given_name=Ad,family_name=Soyad");
    // By themselves an advertisement, a nickname, a pocket; not a family name, but a genus.
    for (const char* header :
         {"ad", "adı", "apelido", "cep", "cognome", "genre", "género", "cp", "il", "land", "phone 1 type",
          "phone123", "email 2 type", "address 2 city", "given name 2", "1"})
        EXPECT_EQ(recognise_column(header), std::nullopt) << header;
    EXPECT_EQ(recognise_column("Phone 12"), "phone");
    EXPECT_EQ(recognise_column("Date of birth:"), "birth_date");
    EXPECT_EQ(recognise_column("Телефо\u0301н"), "phone");  // with a mark of stress
}

TEST(ColumnNames, RecognisesWholeHeaders) {
    const Header header{"rec_id", "given_name", "surname", "last_name", "phone1", "phone2", "cluster"};
    const auto columns = recognise_columns(header, "rec_id");
    ASSERT_EQ(columns.size(), 4U);
    EXPECT_EQ(columns[0], (MappedColumn{"given_name", "given_name", 1}));
    EXPECT_EQ(columns[1], (MappedColumn{"family_name", "surname", 2}));
    EXPECT_EQ(columns[2], (MappedColumn{"phone", "phone1", 4}));
    EXPECT_EQ(columns[3], (MappedColumn{"phone", "phone2", 5}));
    EXPECT_EQ(recognise_columns(Header{"email", "name"}, "email").size(), 1U);
    EXPECT_THROW(recognise_columns(Header{"a", "b"}), Error);
    EXPECT_THROW(recognise_columns(Header{"name", "name"}), Error);
    EXPECT_THROW(recognise_columns(Header{"phone", "phone"}), Error);
    EXPECT_EQ(recognise_columns(Header{"name", "colour", "colour"}).size(), 1U);
    EXPECT_THROW(recognise_columns(Header{}), Error);
}

TEST(ColumnNames, ReadsTheColumnsOption) {
    const auto pairs = parse_column_spec("given_name=Vorname, family_name = Nach name,other:x=a=b");
    ASSERT_EQ(pairs.size(), 3U);
    EXPECT_EQ(pairs[0].second, "Vorname");
    EXPECT_EQ(pairs[1].first, "family_name");
    EXPECT_EQ(pairs[1].second, "Nach name");
    EXPECT_EQ(pairs[2].second, "a=b");
    for (const char* spec : {"", "a", "a=", "=b", "a=b,", ",a=b", "a=b,,c=d", " = "}) {
        EXPECT_THROW(parse_column_spec(spec), Error) << spec;
    }
}

TEST(ColumnNames, MapsColumns) {
    const Header header{"id", "n", "p", "p2", "twice", "twice"};
    using Pairs = std::vector<std::pair<std::string, std::string>>;
    const auto mapped = map_columns(Pairs{{"full_name", "n"}, {"phone", "p"}, {"phone", "p2"}}, header);
    ASSERT_EQ(mapped.size(), 3U);
    EXPECT_EQ(mapped[2], (MappedColumn{"phone", "p2", 3}));
    const auto message = [&](const Pairs& pairs, bool missing = false) -> std::string {
        try {
            map_columns(pairs, header, missing);
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::invalid_argument);
            return error.what();
        }
        return "";
    };
    EXPECT_NE(message({{"nickname", "n"}}).find("unknown attribute 'nickname'; attributes are full_name, "),
              std::string::npos);
    EXPECT_NE(message({{"other:", "n"}}).find("unknown attribute"), std::string::npos);
    EXPECT_NE(message({{"full_name", "n"}, {"city", "n"}}).find("named twice"), std::string::npos);
    EXPECT_NE(message({{"city", "n"}, {"city", "p"}}).find("named twice"), std::string::npos);
    EXPECT_NE(message({{"city", "zzz"}}).find("no column"), std::string::npos);
    EXPECT_NE(message({{"city", "twice"}}).find("occurs twice"), std::string::npos);
    EXPECT_EQ(message({{"city", "zzz"}}, true), "no column 'zzz'");
    EXPECT_EQ(message({{"city", "zzz"}, {"other:x", "n"}}, true), "");
    // Files with other headers: each has one of the columns.
    EXPECT_EQ(map_columns(Pairs{{"city", "zzz"}, {"city", "p"}}, header, true),
              (std::vector<MappedColumn>{{"city", "p", 2}}));
    EXPECT_NE(message({{"city", "n"}, {"city", "p"}}, true).find("named twice"), std::string::npos);
}

TEST(ColumnNames, AMissingColumnIsToldWithTheOneThatWasMeant) {
    const Header header{"customer_id", "Text", "адрес", "Ivanova"};
    EXPECT_EQ(no_such_column("text", header), "no column 'text'; there is 'Text'");
    EXPECT_EQ(no_such_column("custmer_id", header), "no column 'custmer_id'; there is 'customer_id'");
    EXPECT_EQ(no_such_column("Адрес", header), "no column 'Адрес'; there is 'адрес'");
    // The header of a file without one is a row: what nobody wrote stays out of messages.
    EXPECT_EQ(no_such_column("name", header), "no column 'name'");
    EXPECT_EQ(no_such_column("id", header), "no column 'id'");
    EXPECT_EQ(no_such_column(std::string(100'000, 'a'), Header{std::string(100'001, 'a')}).size(), 100'012U);
}

}  // namespace
}  // namespace scrm::table
