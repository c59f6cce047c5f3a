// SPDX-License-Identifier: Apache-2.0
#include "table/column_headers_internal.hpp"

namespace scrm::table {
namespace {

// Header names, by blanks, met in exports of CRMs, banks, address books, spreadsheets and public
// record-linkage data, by attribute; within one English, Russian and Ukrainian, then German, French, Spanish,
// Portuguese, Polish, Turkish and Kazakh, then Dutch, Italian, Nordic, Czech, Hungarian, Romanian, Greek.
// Left out is what means two things: apelido (a family name in Portugal, a nickname in Brazil), genre,
// genero, cp, il, nie.
constexpr KnownHeader kHeaders[] = {
    {"full_name",
     "fullname full officialfull customername clientname personname contactname displayname nameorg "
     "namefull primaryname primarynamefull фио фамилияимяотчество полноеимя клиент имяклиента піб "
     "прізвищеімяпобатькові повнеімя клієнт patientname legalname cardholdername cardholder "
     "accountholder ονοματεπωνυμο имяфамилия фамилияимя фиоклиента прізвищеімя прізвищетаімя піклієнта "
     "vollstandigername vollstaendigername vollername vorundnachname vornamenachname nachnamevorname "
     "namevorname nomcomplet nometprenom nomprenom prenometnom prenomnom nombrecompleto "
     "nombreyapellido nombreyapellidos apellidosynombre apellidosynombres nomecompleto nomeesobrenome "
     "imieinazwisko nazwiskoiimie imienazwisko adsoyad adisoyadi advesoyad adivesoyadi isimsoyisim "
     "атыжөні тегіаты толықаты"},
    {"given_name",
     "givenname firstname fname forename first namefirst primarynamefirst givennames firstnames "
     "forenames christianname имя імя vorname rufname prenom prenoms nombredepila primernombre "
     "primeironome prenome imie imiona pierwszeimie есімі voornaam voornamen fornamn etunimi jmeno "
     "krstnejmeno keresztnev utonev prenume ime"},
    {"given_name", "given", true},
    {"family_name",
     "familyname surname lastname lname sname last namelast primarynamelast familynames surnames "
     "lastnames фамилия прізвище nachname familienname zuname nomdefamille apellido apellidos "
     "primerapellido apellido1 sobrenome ultimonome nazwisko soyad soyadi soyisim тегі achternaam "
     "efternamn etternavn efternavn sukunimi prijmeni priezvisko vezeteknev csaladnev prezime "
     "επωνυμο"},
    {"family_name", "family", true},
    {"patronymic",
     "patronymic secondname middlename mname middle namemiddle primarynamemiddle fathersname отчество "
     "побатькові additionalname әкесініңаты"},
    {"gender", "gender sex пол стать geschlecht sexe sexo plec cinsiyet жынысы"},
    {"birth_date",
     "birthdate dateofbirth dob birthday bdate birth birthdt dtbirth datebirth born датарождения "
     "деньрождения др датанародження деньнародження днар bday датарожд датанародж geburtsdatum "
     "geburtstag gebdatum datedenaissance datenaissance fechadenacimiento fechanacimiento fechanac "
     "fecnacimiento datadenascimento datanascimento dtnascimento dtnasc datanasc dataurodzenia dataur "
     "dogumtarihi туғанкүні geboortedatum datadinascita datanascita fodelsedatum fodselsdato "
     "syntymaaika datumnarozeni datumnarodenia szuletesidatum datanasterii datumrodjenja "
     "ημερομηνιαγεννησησ nelele neele"},
    {"birth_date", "birthyear yearofbirth yob byear годрождения рікнародження", true},
    {"phone",
     "phone phones phonenumber phonenum telephone tel mobile mobilephone mobilenumber cell cellphone "
     "homephone workphone msisdn телефон телефоны номертелефона мобильныйтелефон мобильный телефони "
     "номертелефону мобільнийтелефон мобільний primaryphone otherphone businessphone carphone "
     "telephonenumber contactphone contactnumber phoneno telno telephoneno mobileno cellno contactno "
     "mobilephonenumber homephonenumber workphonenumber telnr тел моб мобтел мобтелефон мобильныйтел "
     "сотовый сотовыйтелефон домашнийтелефон домтелефон рабочийтелефон рабтелефон контактныйтелефон "
     "номермобильного контактнийтелефон telefon telefonnummer telefonnr handy handynummer mobil "
     "mobilnummer mobiltelefon festnetz rufnummer telephoneportable telportable telmobile "
     "telephonemobile telephonefixe numerodetelephone telefono telefonos movil telefonomovil "
     "telefonofijo celular telefonocelular numerodetelefono telefone telemovel numerodetelefone "
     "nrtelefonu numertelefonu telefonkomorkowy komorka telefonno telefonnumarasi ceptelefonu gsm "
     "телефонынөмірі телефоннөмірі ұялытелефон telefoon telefoonnummer mobiel cellulare telefonszam "
     "puhelin puhelinnumero τηλεφωνο κινητο"},
    {"email",
     "email emails emailaddress mail почта эпочта электроннаяпочта адресэлектроннойпочты имейл пошта "
     "епошта електроннапошта mailaddress emailid primaryemail personalemail workemail homeemail "
     "contactemail элпочта эладрес электронныйадрес адресэлпочты емейл елпошта електроннаадреса "
     "адресаелектронноїпошти emailadresse mailadresse courriel adresseemail adressemail "
     "adressecourriel correo correoelectronico direcciondecorreo direcciondecorreoelectronico "
     "correioeletronico enderecodeemail enderecoeletronico adresemail pocztaelektroniczna eposta "
     "epostaadresi электрондықпошта электрондықмекенжай"},
    {"handle",
     "handle username login twitter twitterusername facebookusername instagram instagramusername "
     "youtubeusername telegram telegramusername nick nickname screenname логин ник никнейм логін нік"},
    {"url", "url urls profileurl profile website webpage homepage link ссылка сайт посилання"},
    {"address",
     "address addressfull fulladdress addrfull address1 addressline1 addr адрес адреса домашнийадрес "
     "адреспроживания адресрегистрации фактическийадрес адресапроживання adresse anschrift wohnadresse "
     "adressepostale adressecomplete direccion domicilio endereco morada adres adreszamieszkania "
     "adresi мекенжай мекенжайы indirizzo cim διευθυνση"},
    {"street",
     "street streetaddress streetname addrline1 mailingstreet billingstreet shippingstreet улица "
     "вулиця homestreet strasse strassehausnummer strasseundhausnummer strassehausnr strasse/nr "
     "strasse/hausnr strassenr straat gata gatuadress ulice utca rue rua calle logradouro ulica sokak "
     "көше көшесі"},
    {"postcode",
     "postcode postalcode addrpostalcode addresspostalcode zip zipcode индекс почтовыйиндекс індекс "
     "поштовийіндекс homepostalcode mailingzip/postalcode mailingpostalcode mailingzip "
     "billingzip/postalcode billingpostalcode zip/postalcode postalcode/zip zip/postcode postcode/zip "
     "pincode почтиндекс postleitzahl plz codepostal codigopostal kodpocztowy postakodu postnummer "
     "postnr psc iranyitoszam postinumero поштаиндексі"},
    {"city",
     "city town suburb locality addrcity addresscity город населенныйпункт місто населенийпункт "
     "homecity mailingcity billingcity posttown city/suburb town/city city/town наспункт ort stadt "
     "wohnort ville commune ciudad localidad municipio cidade miasto miejscowosc sehir citta "
     "woonplaats plaats mesto obec varos telepules kaupunki πολη қала қаласы"},
    {"city", "birthplace placeofbirth birthcity месторождения місценародження", true},
    {"region",
     "region state province county addrstate addressstate регион область край регіон homestate "
     "state/province state/region region/state mailingstate/province mailingstate "
     "billingstate/province bundesland provincia provincie"},
    {"country",
     "country countrycode addrcountry addresscountry страна країна homecountry homecountry/region "
     "country/region mailingcountry billingcountry pays pais ulke"},
    {"employer",
     "employer employername company companyname organization organisation workplace работодатель "
     "компания организация местоработы роботодавець компанія організація місцероботи organizationname "
     "firma firmenname arbeitgeber employeur empresa azienda pracodawca isyeri werkgever"},
    {"occupation",
     "occupation job jobtitle position profession должность профессия посада професія "
     "organizationtitle beruf berufsbezeichnung metier profesion profissao professione zawod meslek "
     "beroep"},
    {"national_id",
     "nationalid nationalidnumber socsecid ssn ssnnumber socialsecuritynumber socialsecurityid inn iin "
     "personalid nationalinsurancenumber nationalinsuranceno ninumber nino nhsnumber nhsno dni nif cpf "
     "pesel codicefiscale tckimlikno tcno personnummer bsn aadhaar aadhaarnumber инн иин рнокпп іпн "
     "жсн"},
    {"other:passport",
     "passport passportnumber паспорт номерпаспорта номерпаспорту passportno серияиномерпаспорта "
     "паспортсерияномер"},
    {"other:drivers_license", "driverslicense driverslicensenumber driverlicense"},
    {"other:tax_id", "taxid taxidnumber"},
    {"other:snils", "snils снилс"},
};

// What the other columns decide.
constexpr PairedHeader kPaired[] = {
    {"name", "family_name", "vorname rufname", "full_name"},
    {"nom", "family_name", "prenom prenoms", "full_name"},
    {"nombre", "given_name", "apellido apellidos primerapellido apellido1", "full_name"},
    {"nombres", "given_name", "apellido apellidos primerapellido apellido1", "full_name"},
    {"nome", "given_name", "sobrenome ultimonome apelido cognome", "full_name"},
    {"apelido", "family_name", "nome primeironome", ""},
    {"ad", "given_name", "soyad soyadi soyisim", ""},
    {"adi", "given_name", "soyad soyadi soyisim", ""},
    {"isim", "given_name", "soyad soyadi soyisim", "full_name"},
    {"аты", "given_name", "тегі", "full_name"},
    {"cep", "postcode", "cidade endereco logradouro rua", ""},
    {"cognome", "family_name", "nome datadinascita codicefiscale indirizzo citta", ""},
    {"portable", "phone", "nom prenom prenoms nomdefamille", ""},
    {"via", "street", "indirizzo citta cap cognome", ""},
    {"cap", "postcode", "indirizzo citta via comune cognome", ""},
    {"ονομα", "given_name", "επωνυμο", "full_name"},
};

}  // namespace

std::span<const KnownHeader> known_headers() noexcept {
    return kHeaders;
}

std::span<const PairedHeader> paired_headers() noexcept {
    return kPaired;
}

}  // namespace scrm::table
