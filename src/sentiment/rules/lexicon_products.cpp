// SPDX-License-Identifier: Apache-2.0
#include "sentiment/rules/lexicon_internal.hpp"

namespace scrm::sentiment {

const std::string_view kLexiconWords = R"(
$negation = не ни нет без никак никогда нисколько вовсе отнюдь ні нема немає без ніколи аж not no never none
$negation = without don't dont doesn't doesnt didn't didnt isn't isnt wasn't wasnt aren't arent won't wont
$negation = wouldn't wouldnt can't cant cannot couldn't couldnt shouldn't haven't havent hasn't hasnt hadn't ain't
$negation = nothing neither nor hardly barely
$wanting = хочу хочет хочешь хотим хотят хотел хотела хотели хочется хотелось хочемо хоче хотів хотіла хотіли хочеться
$wanting = want wants wanted
$intense = очень крайне весьма так такой такая такие такое настолько совсем абсолютно полностью совершенно просто
$intense = реально самый самая самое дико жутко ужасно капец пиздец максимально невероятно дуже вкрай надзвичайно
$intense = зовсім абсолютно повністю цілком просто реально такий така таке такі найбільш жутко страшенно very
$intense = extremely really so such absolutely totally completely utterly incredibly truly super highly genuinely
$intense = bloody fucking complete total absolute
$damp = немного чуть слегка чуток отчасти местами иногда бывает порой почти трохи трошки дещо інколи іноді часом
$damp = майже slightly somewhat little bit kinda sometimes occasionally mostly

$card = карт карта карте карту картой картою карты картам картами картах картк* карточк* кредитк* дебетовк* дебетк*
$card = пластик card cards кредиток
$loan = кредит* займ* заем заём заема заёма ссуд* позик* позич* рассрочк* розстрочк* автокредит* рефинанс*
$loan = рефінанс* рефин овердрафт* перекредит* loan loans overdraft financ* refinanc* remortgage* lending credit
$loan = borrow borrowing heloc
$mortgage = ипотек* ипотеч* іпотек* іпотеч* еосел* єосел* єоселя сельск* mortgage mortgages homeloan lender
$mortgage = lenders ипотеку
$deposit = вклад* депозит* депозитн* накоп* накопичув* накопительн* сбереж* заощадж* ощадн* savings saver isa isas
$deposit = lisa deposit deposits cd cds fd bond bonds
$account = счет* счёт* рахун* расчетн* рко account accounts acct checking current
$other_product = страхов* осаго каско полис* поліс* брокерск* иис облигац* облігац* овдп овгз инвест* інвест*
$other_product = эквайринг* еквайринг* терминал* термінал* ячейк* комірк* сейф* гарант* лизинг* лізинг* эскроу
$other_product = пиф* фоп insurance invest investing investment pension broker brokerage acquiring
$product = $card $loan $mortgage $deposit $account $other_product тариф* пакет* premium премиум* преміум* лимит*
$product = ліміт* виртуалк* віртуальн* подписк* халв* зарплатн* валютн* приложен*
$bankish = банк* bank banks bank's banking карт* картк* кредит* счет* счёт* рахун* перевод* переказ* вклад*
$bankish = депозит* ипотек* іпотек* кэшбэк* кешбек* банкомат* приложен* застосун* account accounts card cards loan
$bankish = mortgage savings app isa overdraft payment
$bank = банк* bank bank's banks приват* ощад* $brand
$brand = сбер* тинькофф* тиньков* тиньк* альф* втб газпромбанк* райф* рсхб россельхоз* почтабанк* совкомбанк*
$brand = открыти* мкб росбанк* уралсиб* озон* яндекс* мтс точк* модуль* домклик* дом моно монобанк* приват* пумб*
$brand = ощад* укрсиб* сенс* укргаз* абанк* halyk* kaspi* халык* каспи* jusan* monzo* revolut* starling* chase
$brand = hsbc* barclays* lloyds* natwest* santander* halifax* nationwide* tsb citi* wells amex capital schwab hdfc
$brand = билайн* мегафон* теле2 tele2 ростелеком* йота yota beeline* megafon* київстар* киевстар* водафон* lifecell
$brand = icici sbi axis idfc kotak dbs ocbc uob anz nab westpac commbank rbc td bmo scotiabank ing n26 wise first
)";

const std::string_view kProductWords = R"(
[product.cards 2]
карт, карта, карте, карту, картой, карты, картам, картами, картах, карточк*, картк*, кредитк*, дебетовк*, дебетк*
кэшбэк*, кешбэк*, кэшбек*, кешбек*, кэш-бэк*, кеш-бек*, кешбэк, кредиток, cashback, cash back, card, cards
debit card, credit card, cvv, cvc, cvc2, пин, пинкод*, пін, пін-код, пин-код, бонус спасибо, сберспасибо, баллы
баллов, балів, бали, бонусы, бонусов, бонуси, бонусів, мили, миль, милями, points, miles, rewards, apple pay
google pay, gpay, samsung pay, mir pay, мир пей, бесконтакт*, безконтакт*, contactless, перевыпуск*, перевипуск*
грейс*, льготн* период*, пільгов* період*, виртуалк*, перевипущ*, мультикарт*, халв*, nfc, пейпасс, paywave
терминал в магазине, на кассе, на касі, chargeback, чарджбэк*, чарджбек*, amex, visa, mastercard, мир, віза, виза
кредитн* карт*, кредитн* картк*
[product.cards.weak 1]
пластик*, категори* кэшбэк*, категории, категорію, категорий, лимит*, ліміт*, покупк*, оплат* .. магазин*
оплат* покупок, refund, merchant, tap, wallet, mcc, декорац*, дизайн карт*
[product.credit 2]
кредитовани*, кредитовать, кредитует*, кредитуван*, кредитн* программ*, кредитн* продукт*, кредитн* портфел*
кредитн* лини*, автокредитован*
кредит, кредиту, кредита, кредиты, кредитом, кредите, кредитов, кредитам, кредити, кредитів, кредити
кредитн* истор*, кредитн* істор*, кредитна, потребкредит*, автокредит*, займ*, заём*, заема, заемщик*, заёмщик*
ссуд*, позик*, позичк*, рассрочк*, розстрочк*, рефинанс*, рефінанс*, рефин, перекредит*, овердрафт*, коллектор*
колектор*, взыскан*, просрочк*, прострочк*, досрочн* погаш*, досрочк*, достроков* погаш*, бки, кредитор*, каникул*
канікул*, реструктур*, поручител*, поручит*, микрозайм*, мікропозик*, мфо, loan, loans, overdraft*, borrow*
refinanc*, debt, debts, collections, collector*, collection agency, apr, credit score, credit report, repayment*
instalment*, installment*, bnpl, car finance, auto loan, student loan, heloc, lender
пеня, пени, пеню, пеней, неустойк*, закрыть кредит, погасить кредит, раньше срока, раніше строку, раніше терміну
достроково, перекредитоваться, overdrawn, early repayment, pay off early, pay it off early, paying .. off early
repay early, late payment fee, late fee
[product.credit.weak 1]
процент* по кредит*, задолженност*, заборгован*, долг*, борг*, графік платеж*, график платеж*, аннуитет*
ежемесячн* платеж*, щомісячн* плат*, ки, пдн, одобр*, схвал*
[product.mortgage 3]
ипотек*, ипотеч*, іпотек*, іпотеч*, эскроу, ескроу, домклик*, еосел*, єосел*, застройщик*, забудовник*
новостройк*, новобудов*, вторичк*, вторинк*, первоначальн* взнос*, первый взнос*, перший внесок, первісн* внеск*
закладн*, маткап*, материнск* капитал*, оценк* квартир*, оценщик*, оцінювач*, военн* ипотек*, mortgage*
remortgage*, conveyanc*, downpayment, down payment, decision in principle, escrow, underwriter*, foreclos*
first time buyer*, home loan, house purchase, property valuation, ltv, aip, кредит* .. квартир*, кредит* на дом
кредит на жиль*, кредит на житло, отбасы, 7 20 25
[product.deposit 2]
вклад, вклада, вклады, вкладу, вкладе, вкладом, вкладов, вкладам, вкладах, вклади, вкладів, вкладник*, вкладчик*
депозит*, накопительн*, накопичувальн*, накопилк*, накоплен*, сбережен*, заощадж*, ощадн* рахун*, сберкнижк*
ощадкнижк*, асв, капитализац*, капіталізац*, пролонгац*, пролонгов*, savings, saver, isa, isas, lisa, deposit
deposits, certificate of deposit, term deposit, fixed deposit, fd, cd rate*, apy, interest on savings
savings rate*, maturity, matured, matures, пополняем*, банк* металл*, банківськ* метал*, копилк*, скарбничк*
ставк* по вклад*, процент на остаток, проценты на остаток, процент* на остат*, відсот* на залиш*
[product.payments_transfers 2]
перевод, перевода, переводы, переводу, переводом, переводов, переводе, переводить, перевел*, перевёл, переведу
перекинул*, переслал*, сбп, систем* быстрых, быстр* платеж*, переказ*, перекаж*, переказал*, переказув*, переслати
скинул*, свифт*, свіфт*, swift, sepa, iban, платеж*, платёж*, платіж*, платежк*, платёжк*, комуналк*, коммунал*
комунальн*, жкх, жку, жкг, квитанц*, автоплатеж*, автоплат*, реквизит*, реквізит*, обмен* валют*, обмін* валют*
обменник*, обмінник*, курс, курса, курсу, курсом, курсы, конвертац*, конвертир*, конверт*, валют*
пополн* телефон*, попов* телефон*, корсчет*, вестерн*, western union, золотая корона, transfer*, transferred, wire
wires, wired, payment*, payee, standing order*, direct debit*, faster payment*, bacs, chaps, zelle, venmo, upi
interac, e-transfer, exchange rate*, fx, forex, currency, remittance*, bill pay, top up, topup, интернет эквайринг
перевод* по номеру, между своими счетами, межбанк*, міжбанк*, донат*, налог*, податк*, штраф* гибдд
купить|продать|поменять|обменять|сдать|разменять|почем|почём .. доллар*|евро|юан*|лиры|лир|валюту|баксы|баксов|тенге
наличн* .. доллары|долларов|евро, готівков* .. долари|доларів|євро, travel money, foreign cash, holiday money
купити|продати|поміняти|обміняти|почім .. долар*|євро|злот*|валюту, buy|sell|exchange|change .. euro*|dollars|lira|zloty
доллары старого, долари старого, ветхих|ветхие .. доллар*|евро
[product.online_banking_app 2]
приложен*, приложух*, прилож*, прилага, прила, прилу, апп, аппк*, додаток, додатк*, застосун*, застосунк*
аплікац*, альфа клик*, альфа-клик*, альфаклик*, клике, клик, альфа мобайл*, альфа-мобайл*, мобайл, мобайле, телебанк*
личн* кабинет*, особист* кабінет*, лк, кабинет*, кабінет*, онлайн банк*, онлайн-банк*, интернет банк*
інтернет-банк*, інтернет банк*, сайт*, мобильн* банк*, мобільн* банк*, сбербанк онлайн, сбол, приват24, ощад24
логин*, логін*, парол*, авторизац*, авторизов*, авториза*, войти, зайти, захожу, вхожу, вход, входе, заходит*
увійти, зайти, вхід, вході, push, пуш*, пуши, уведомлен*, сповіщен*, смс, смск*, sms, обнов*, обновлен*, оновлен*
интерфейс*, інтерфейс*, face id, faceid, биометри*, біометрі*, отпечат*, відбиток, виджет*, віджет*, тёмн* тем*
темн* тем*, апдейт*, версия, версію, айос, ios, android, андроид*, андроїд*, айфон*, app store, google play
rustore, апстор*, apk, веб верси*, браузер*, app, apps, the app, login, log in, logging in, logged, website
web site, online banking, internet banking, mobile banking, password*, passcode*, otp, two factor, 2fa
fingerprint, touch id, update, notification*, dark mode, widget, ui, ux, interface, screen, browser, passkey*, qr
[product.atm 3]
банкомат*, банкомат, терминал*, термінал*, купюроприем*, купюроприймач*, адм, инкассац*, інкасац*, atm, atms
cash machine*, cashpoint*, cash point*, hole in the wall, купюр*, cash deposit machine, cdm, teller machine, птк
айбокс*, ibox*, payment kiosk
[product.branch_service 2]
отделени*, отделен*, офис*, допофис*, филиал*, філі*, відділен*, відділенн*, каса, касі, касу, каси, касса, кассе
кассу, кассы, кассир*, касир*, очеред*, черга, черги, черзі, чергу, чергах, операционист*, операціоніст*, талон*
сотрудни*, співробітни*, працівни*, працівниц*, менеджер*, консультант*, персонал, персоналу, персонала
управляющ*, керуюч*, охранник*, охоронец*, охоронц*, график работы, графік роботи, часы работы, время работы
режим работы, обеденн*, перерыв*, перерва, окошк*, окно, віконц*, вікно, запись на прием, электронн* очеред*
електронн* черг*, branch*, branches, teller*, counter, in person, opening hours, appointment*, staff, manager
queue*, clerk*, ячейк*, комірк*, депозитарн*
[product.call_center 3]
горяч* лини*, гаряч* ліні*, колл-центр*, колл центр*, кол-центр*, кол центр*, колцентр*, коллцентр*
контакт-центр*, контакт центр*, call center, call centre, callcenter, hotline, helpline, phone line, оператор*
дозвон*, додзвон*, дозвонит*, додзвонит*, чат, чате, чата, чату, чатом, чаті, чатбот*, чат-бот*, бот, бота, боту
ботом, боты, боти, робот*, автоответчик*, автовідповідач*, техподдержк*, техпідтримк*, поддержк*, підтримк*
саппорт*, сапорт*, названива*, надзвоню*, обзванива*, звонки, звонками, звонков, звонят, звонил*, дзвінк*
дзвонять, дзвоню, звоню, перезвон*, передзвон*, трубк*, слухавк*, 900, спам-звонк*, телемаркет*, customer service
customer support, customer care, support, chatbot*, chat bot, live chat, chat, bot, bots, phone, on hold
hold music, called, calling, call back, callback, calls, phoned, ivr, agent*, representative*, advisor*, adviser*
cold call*, phone queue, helpdesk, музык*, музик*
звонит, звоните, звонить, звонили, звонок, звонком, автодозвон*, обзвон*, телефонують, телефонуєте, телефонує
телефонувати, дзвонить, дзвоните, дзвонили, дзвонити, набридлив* дзвінк*, ringing, rang, robocall*, телефонн* спам
смс рассылк*, рекламн* рассылк*
[product.other_none 2]
карт* памяти, сим карт*, симкарт*, карт* мира, карт* дорог, карт* москвы, медицинск* карт*, медкарт*, карт* заражен*
карт* метро, транспортн* карт*, игральн* карт*, картк* пам'яті, сім карт*, медичн* картк*, sim card*, memory card*
банк* пива, банк* энергетик*, банк* огурц*, банк* варен*, банк* кофе, банк* пепси, банк* колы, банк* крови
страхов*, страховк*, осаго, каско, полис, полиса, поліс*, инвестиц*, інвестиц*, брокерск*, брокер, акции сбер*
акции, акций, дивиденд*, дивіденд*, облигац*, облігац*, овдп, пиф, иис, эквайринг*, еквайринг*, рко
расчетн* счет*, расчётн* счёт*, рахунок фоп, рахунку фоп, счет ип, для ип, для бизнес*, для бізнес*, бизнес счет*
юрлиц*, юрособ*, ооо, тов, фоп, ип, приставы, пристав*, арест* счет*, арест* карт*, арешт* рахун*
виконавч* служб*, виконавець, фссп, 115 фз, фінмон*, финмон*, insurance, investment*, invest*, shares, stock
dividend*, pension*, business account*, business bank*, merchant services, llc, garnish*, bailiff*, trading
brokerage, лизинг*, лізинг*, выписк*, виписк*, вакансі*, ваканси*, торгов* терминал*, торгов* термінал*
эквайринг* .. терминал*, терминал* .. эквайринг*, еквайринг* .. термінал*, термінал* .. еквайринг*, card reader*
card machine*
)";

}  // namespace scrm::sentiment
