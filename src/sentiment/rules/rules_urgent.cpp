// SPDX-License-Identifier: Apache-2.0
#include "sentiment/rules/rules_internal.hpp"

namespace scrm::sentiment {

const std::string_view kUrgentRules = R"(
$money = деньг* денег деньги средств* зарплат* пенси* стипенди* пособи* аванс* алимент* выплат* грош* гроші кошт*
$money = зарплатн* пенсі* пенсія стипенді* допомог* аліменти виплат* зп money salary wages paycheck paycheque
$money = funds pension cash benefit* payroll deposit $currency тысяч* тыс тыщ* тисяч* рубл* руб грн гривен* гривн*
$money = евро євро долларов доларів thousand quid bucks pounds dollars euros
$now = сейчас сегодня завтра срочно сегодняшн* завтрашн* утром вечером зараз сьогодні завтра терміново ввечері
$now = вранці today tomorrow tonight now asap urgent* immediately midnight
$block = заблок* блокн* блоч* заморо* арест* арешт* приостанов* призупин* blocked blocks block frozen freeze froze
$block = locked suspended restricted declined
[urgent.now 2]
срочно, терміново, немедленно, негайно, срочная, срочный, экстренн*, экстрен*, помогите, допоможіть, караул
рятуйте, спасите, что делать, що робити, прямо сейчас, прямо зараз, горит, горю, сос, sos, urgent, urgently, asap
emergency, as soon as possible, as fast as possible, as quickly as possible, right away, straight away, imperative
resolved quickly, do it fast, at once, чем скорее, как можно скорее, как можно быстрее, якнайшвидше, побыстрее
please help, need help, help me, someone help, right now, this minute, desperate, desperately
immediately
[urgent.blocked 2]
$block .. карт*|картк*|счет*|счёт*|рахунк*|рахунок|$money|card|account|accounts|cards
карт*|картк*|счет*|счёт*|рахунк*|рахунок|$money|card|account|accounts|cards .. $block, карта не работает
карту не принимает, карта не проходит, карткой не можу, картка не працює, картка не проходить, не проходит оплата
оплата не проходить, без доступа к, без доступу до, доступ заблок*, доступ закрыт, не пускает .. счет*|счёт*
нет доступа, нема доступу, locked out, can't access my, cannot access my, can't get into my, card won't work
card not working, card isn't working, card keeps getting, declining my
unblock .. pin|card|account, unlock .. pin|card|account, pin .. unblocked|unlocked, account .. unblocked|unlocked
can not get into, cannot get into, разблокировать .. карт*|счет|счёт|пин, розблокувати .. картк*|рахунок|пін
разблокируйте, розблокуйте, pin .. locked|blocked, пин .. $block, пін .. $block, accept any, не принимает ни
не приймає жодн*
не работает .. нигде, не працює .. ніде, не могу снять деньги, не можу зняти гроші
[urgent.missing 2]
пропаж* .. $money, пропажі .. $money, счет .. в минус, счёт .. в минус, рахунок .. в мінус, в мінус пішов
isn't in my account, is not in my account, not in my account, to be in my account
isn't there yet, not there yet, still not there, still isn't there, isn't here yet, not here yet
see .. $money .. yet, don't see .. $money, do not see .. $money, can't see .. $money, cannot see .. $money
refund|transfer|payment|top .. missing, missing .. refund|transfer|payment|$money, not in the account
не вижу .. $money, $money .. не вижу|видно, не бачу .. $money, $money .. не бачу
банкомат .. меньше|недодал*|недосчитал*, банкомат .. менше|недодав|недорахував
machine|atm|cashpoint .. less|wrong|short, less money than, less cash than, gave me less, wrong amount of cash
what did you do with .. $money, doesn't .. reflect, hasn't .. received, haven't .. received .. $money
not received .. $money
didn't receive .. $money, did not receive .. $money, hasn't come through, hasn't .. posted
$money .. не пришли|пришла|пришел|пришёл|дошли|дошла|поступил*|зачисл*|вернулись|упал*
$money .. пропал*|исчезл*|завис*|застряли
не пришла зарплата, зарплат* не приш*, пенси* не приш*, не пришли деньги, не пришёл перевод, не пришел перевод
перевод* .. не приш*|дош*|дохо*|поступ*|идут|идет|идёт|ушел|ушёл|ушли|прош*|упал*
перевод .. завис*|застрял|потерял*|пропал
платеж*|платёж .. не приш*|дош*|поступ*, платеж*|платёж .. завис*|застрял|потерял*|пропал, не зачисл* .. $money
не зачислил*, не зачислен*
не зачисл*, где мои деньги, где деньги, куда делись, куда ушли, пропали, пропало .. $num, исчезли, исчезло .. $num
баланс ноль, показывает ноль, минус .. $num, ушел в минус, ушла в минус, не дошли, не отдают .. $money|вклад
не выдают .. $money, не могу снять .. $money, не могу получить .. $money|перевод, не выдал* .. $money, не выдал*
банкомат не выдал
$money .. не прийшли|прийшла|дійшли|дойшл*|надійшли|надійшла|зарах*|повернулись, $money .. зник*|зависл*|застрягли
зарплат* не прий*, пенсі* не прий*, не прийшли гроші, не прийшов переказ
переказ* .. не прий*|дій*|дойш*|доходить|надій*|йдуть|йде|пішов|впав, переказ .. завис*|застряг|загубив*|зник
платіж .. не прий*|дій*|надій*, платіж .. завис*|застряг|зник, не зарах*, де мої гроші, де гроші
куди поділись, зникли, зникло, застрягли, застряг, не віддають .. $money|депозит, не видають .. $money
не можу зняти .. $money, не можу отримати .. $money, не видав, не віддав
$money .. gone|missing|disappeared|vanished|stuck, money .. never|hasn't|not arrived
salary .. not|hasn't|missing|late|isn't|never, wages .. not|hasn't|missing|never
payment .. missing|stuck|vanished|disappeared, payment .. hasn't|never|not arrived
transfer .. missing|stuck|vanished|disappeared, transfer .. hasn't|never|not arrived, hasn't arrived
never arrived, not arrived, still hasn't, where is my money, where's my money, where has my, where did my
balance shows zero, balance is zero, zero balance, gone missing, taken from my account, left my account
didn't dispense, no cash came, debited but
с карт* .. пропал*|исчез*|украли, со счет* .. пропал*|исчез*|украли, пропал* .. $money, исчезл* .. $money
$money .. не появил*, списал* .. не появил*|приш*|дош*|зачисл*|поступ*|упал*, не появил* .. $money
з картк* .. зник*|вкрали, з рахунк* .. зник*|вкрали, зник* .. $money
$money .. hasn't shown|landed|come, $money .. not showing|there, $money .. nowhere, $money .. never came|showed
need .. $money .. $now
[urgent.fraud 2]
someone took, someone else .. using|used|has, somebody .. using|used|has, someone .. found .. card
no longer have my, can't find my phone, can't find my wallet, can't find my purse, didn't initiate
didn't set up, never set up, do not recognize, do not recognise, has access to my, have access to my
краж* .. денег|средств|карт*|вклад*|счет*|счёт*, без моего ведома, без моего согласия, без мого відома
без моєї згоди, похитил*, крадіжк* .. грошей|коштів|картк*, не я .. снимал*|переводил*|оплачивал*|покупал*
потерял* .. карт*, карт* .. потерялась|пропала|обронена, потерялась .. карт*, обронил* .. карт*, посеял* .. карт*
выпала .. карт*, карт* .. выпала, загубил* .. карт*, загубив .. карт*, картк* .. загуби*|зникла|випала
випала .. картк*, посіял* .. карт*, посіяв .. карт*, isn't mine, not mine
suspicious .. payment|debit|charge|transaction|withdrawal, payment|debit|charge .. suspicious
ничего не оформлял*, ничего не покупал*, не оформляла, не подписывал*, безопасный счёт, безопасный счет
поддельн* ссылк*, поддельн* сайт*, вытащили кошел*, купил на мою карту, чужой .. номер|профил*|кабинет
зашёл кто то, зашел кто то, с нового устройства, пытались снять, оформляют кредит, скиммер*, остановите перевод
остановите, нічого не оформлял*, нічого не купувал*, безпечний рахунок, фейков*, фішинг*, з нового пристрою
зупиніть, there are payments i, charges i, purchases i, payments i didn't, someone's using, someone is trying
мошенник* .. снял*|списал*|украл*|увел*|перевел*|оформил*|взял*|получил*|звон*|выманил*|вывел*, сняли мошенники
мошенник* сейчас, попал* на мошенник*, жулик*, украли .. карт*|телефон|деньги|сумк*|кошел*|паспорт|рюкзак|$num
украл* карт*, увели .. $num|деньги, взломал* .. кабинет|аккаунт|приложение|карту, взломали, чужой человек
не моя операция, не мои операции, не моя покупка, не моё списание, не совершал*
не делал* .. перевод|операци*|покупк*, неизвестн* списан*, неизвестн* операци*, незнаком* списан*
оформили на меня, на меня оформили, на меня взяли, повесили .. кредит, чужой кредит, потерял* карт*
потерял* телефон, потеряла карту, фишинг*, сказал* код, назвал* код, сообщил* код, продиктовал* код, ввел* данн*
ввела данные, перевел* .. мошенник*
шахра* .. зняли|списали|вкрали|переказали|оформили|взяли|дзвон*|виманили|вивели
вкрали .. картк*|телефон|гроші|сумк*|гаманець|паспорт, вкрали, украли, зламали .. кабінет|акаунт|застосунок|картку
не моя операція, не мої операції, не робил* .. переказ|операці*|покупк*, невідом* списан*, оформили на мене
на мене оформили, на мене взяли, повісили .. кредит|тисяч*, загубил* картк*, загубив картку, загубила картку
загубил* телефон, назвал* код, продиктувал* код, ввів дані, ввела дані
not authorised by, not authorized by, didn't authorise, didn't authorize, did not authorise, did not authorize
never authorised, never authorized, know nothing about, know nothing of, compromised, mugged, robbed, pickpocket*
i never made, i never bought, never purchased, withdrawal .. didn't|never, withdrawal .. not me
withdrawal .. wasn't me, withdrawal .. know nothing
withdrawn .. not by me, withdrawn .. wasn't me, withdrawn .. without my, taken out .. wasn't me
taken out .. not by me, taken out .. without my, without my permission
without my consent, without my knowledge, without my authorisation, without my authorization, using my card
with my card details, access to my card, access to my account, didn't withdraw, did not withdraw
can't find my card, card is missing, card is lost, card is gone, card missing, lost my purse, wallet gone
phone is gone
fraud, fraudster*, scammed, been scammed, scammer, scammers, stolen, stole my, hacked, someone has
someone is using, someone used, someone spent, unauthorised, unauthorized, don't recognise, don't recognize
didn't make, did not make, not me, wasn't me, lost my card, lost my wallet, lost my phone, phone stolen
wallet stolen, sim swap*, cloned, identity theft, drained, emptied my, in my name
[urgent.swallowed 2]
сожрал* .. $num|карт*|купюр*|$money, зажевал* .. $num, съел* .. $num, зжер* .. $num|карт*|купюр*|$money
зажував .. $num, з'їв .. $num, card .. stuck
банкомат .. съел*|проглотил*|зажевал*|забрал*|сожрал*|захватил*|изъял*|удержал*
банкомат .. не вернул*|отдал*|отдает|отдаёт
съел* .. карт*|деньги|купюр*, проглотил* .. карт*|деньги, зажевал* .. карт*|деньги|купюр*
карт* .. застряла|осталась .. банкомат*, карта застряла, карта осталась в
терминал .. съел*|проглотил*|зажевал*|завис*|сожрал*, терминал .. не зачислил*
банкомат .. завис|з'їв|проковтнув|зажував|забрав|зжер, банкомат .. не повернув|віддав, з'їв .. картк*|гроші
проковтн* .. карт*|гроші, зажував .. картк*|гроші, картка .. застрягла
термінал .. з'їв|проковтн*|зажував|завис|зжер, термінал .. не зарахував
swallowing my, swallowed .. card, eaten my, eating my, swallows my, give .. card back, given .. card back
gave .. card back, get .. card back, swallowed my, swallowed the, swallowed
card back .. machine|atm|cashpoint, card out of .. machine|atm|cashpoint, machine .. has kept, ate mine, ate it
swallow my, atm .. swallowed|ate|kept|retained, machine .. swallowed|ate|kept|retained|took
ate my card, ate my cash, ate my, kept my card, retained my card, took my card, card stuck in
stuck in the machine, stuck in the atm
[urgent.abroad 1]
за границ*, заграниц*, за рубежом, за кордоном, в чужой стране, в турции, в таиланде, в египте, в грузии, в китае
в аэропорту, аэропорт, самолёт, самолет, рейс, отел*, гостиниц*, поезд, вокзал*, на заправке, на азс, в роуминге
застрял* в, застрягл* в, в аеропорту, літак, готел*, потяг, на вокзалі, на заправці, посреди ночи, серед ночі
ночью, на трассе, на касі, на кассе, посреди супермаркет*, посеред
abroad, overseas, on holiday, on vacation, at the airport, airport, in a foreign, stranded, hotel, flight
petrol station, gas station, at the till, at the checkout, middle of nowhere, middle of the night, in spain
in portugal, in turkey, in thailand, in italy, in france, in greece, in mexico
[urgent.penniless 2]
жить на что, жить не на что, на что жить, чем кормить, кормить нечем, пустой кошелек, пустой кошелёк, на хлеб
наличных ноль, наличка кончилась, ночевать негде, денег больше нет, вся зарплата, вся моя зарплата, вся пенсия
деньги последние, деньги только на ней, все деньги на, деньги все там, на що жити, нема на що жити, чим годувати
ночувати ніде, вся зарплата, уся зарплата, усі гроші, чем платить, чим платити, за что жить, nothing to live on
nothing to eat, all my savings, all our savings, nothing in my purse
без копейки, без копійки, без денег, без грошей, без средств, без засобів, без единого рубля, нечем платить
нечем кормить, не на что, не за что купить, нема за що, нема на що, нема чим, ні за що, ни копейки, ні копійки
сижу без, сидим без, остались без, осталась без, остался без, залишились без, залишилась без, залишився без
без еды, без їжі, дети голодн*, діти голодн*, ребенок голодн*, ребёнок голодн*, есть нечего, їсти нічого
есть хотят, їсти треба, хлеба купить, хліб*, последние деньги, останні гроші, единственные деньги, єдині гроші
все деньги там, все гроші там, пустой холодильник, холодильник*, памперс*, смес*, суміш*
no money, without money, without cash, no cash, penniless, can't eat, can't buy food, can't feed, feed my
food for, no food, can't pay rent, can't pay my, last money, only money, all my money, life savings, only card
my only card
[urgent.health 2]
операци* .. мам*|отц*|дочк*|сын*|ребенк*|ребёнк*|бабушк*|жен*|муж*|завтра|сегодня, на операцию, на лечение
на лекарств*, лекарств*, таблетк*, больниц*, в больнице, реанимац*, скорая, клиник*, врач*, инсулин*, химиотерап*
похорон*, на похороны, умер*, умира*, рожа*, роды, лежач*, на операцію, на лікування, на ліки, ліки, ліків
пігулк*, лікарн*, реанімац*, швидка, клінік*, лікар*, інсулін*, хіміотерап*, похорон*, помер*, помира*, поранен*
surgery, hospital, medication, medicine*, insulin, funeral, operation, clinic, ambulance, prescription*, chemo*
dying, sick child, baby formula, formula, nappies, diapers
[urgent.deadline 2]
завтра аренд*, завтра платить, сегодня последний
завтра .. оплат*|платеж|списание|срок|дата|отпуск|операц*|регистрац*|заседани*|вылет*|поезд*|свадьб*
сегодня .. срок|дата|оплат*|вылет*, срок сегодня, до обеда, до обіду, заседание, засідання, суд через, выселя*
виселя*, просрочк* завтра, завтра .. угод*|оплат*|платіж|суд|операц*|поїзд|виліт, капает штраф, штраф капает
зарплат* завтра, через двадцать минут, через полчаса, за сутки, сгорят, в эту минуту, минуту назад, час назад
минут назад, хвилин тому, годину тому, хвилину тому, minutes ago, an hour ago, need it today, need it tomorrow
need it by, before friday, before monday
последний день, останній день, до конца дня, до кінця дня, до вечера, до вечора, до утра, до ранку, до полуночи
сегодня до, завтра до, сьогодні до, завтра суд, суд завтра, завтра сделк*, сделка завтра, сегодня сделк*
сделка сегодня, сделк* .. срыва*|сорв*, сделк*, угод* .. зрива*, угода завтра, угода сьогодні, угод* сьогодні
нотариус*, нотаріус*, дедлайн*, дата платежа, срок сегодня, срок завтра, строк сьогодні, термін оплати
платить завтра, платить сегодня, платіж сьогодні, платить за квартиру, за оренду, за аренду, за общежитие
за гуртожиток, приставы, пристав*, виконавець, виконавч*, арест* .. счет*|счёт*|карт*|зарплат*
арешт* .. рахун*|картк*|зарплат*, сняли приставы, часа осталось, годин лишилось, через час, через годину
через $num час*, через $num годин*, через два часа, через два дня, уже вылет*, вылетаю, вылет, лечу, улетаю
уезжаю, виїжджаю, застройщик* .. ждет|ждёт|снимает, продавец ждет, продавец ждёт, продавець чекає, поставщик ждет
поставщик*, постачальник*, зарплат* сотрудник*, зарплату людям, людям платить, людям платити
deadline, due today, due tomorrow, by today, by tonight, by tomorrow, by noon, by 5pm, by midnight, completion
completing today, completing tomorrow, exchange today, exchange tomorrow, rent is due, rent due, rent today
pay rent, bailiffs, court, late fee tomorrow, closing tomorrow, closing today, solicitor is, seller is, landlord
eviction, payroll, pay my staff, pay staff, travelling tomorrow, traveling tomorrow, flying tomorrow, fly tomorrow
leave tomorrow
[urgent.wrong_transfer 1.5]
перевел* не тому, перевела не тому, отправил* не тому, отправила не туда, перевел не туда, перевел* не туда
не на тот номер, не на тот счет, не на тот счёт, не на ту карту, ошибочн* перевод*, ошибочно перевел*
ошиблась .. цифр*, ошибся .. цифр*, ошиб* .. номер*, можно ли отменить, отменить перевод, отменить платеж
отменить платёж, остановить перевод, успеете остановить, успеете отменить, переказал* не тому, не на ту картку
не на той номер, не той рахунок, помилков* .. переказ*|перевел*|перевів|оплатив|оплатила|відправ*, помилково
скасувати переказ, скасувати платіж, зупинити переказ, зупинити платіж, sent to the wrong, wrong account
wrong person, wrong sort code, cancel a transfer, cancel the transfer, cancel the payment, stop the payment
stop a payment
[urgent.veto.solved -3]
по людски, волшебник*, умниц*, умничк*, поклон, дай бог здоровья, вы чудо, спасли, успели отменить, вернул за
все гроші цілі, деньги на месте, шалено дякую, найбільше дякую, відновили за, п'ять зірок, пять звезд, five stars
советую, рекомендую, предлагаю, пропоную, реально выручает, раджу
уже решил*, уже решено, всё решил*, все решил*, вопрос решен, вопрос решён, !решили вопрос
!решили проблему, !решили, !разобрал*, всё вернул*, все вернул*, !вернули .. $money|всё|все|карт*, !вернули
!разблокировал*, деньги вернул*, деньги пришли, всё пришло, все пришло, !зачислил*, !нашлись, !нашлась, спасибо за
спасибо что, !помогли, вже вирішил*, !вирішил* .. питання, !розібрал*, все повернул*, !повернули, !розблокував*
!розблокували, гроші прийшли, все прийшло, !зарахував, !зарахували, дякую за, дякую що, !допомогли, !знайшлись
!sorted, !resolved, fixed now, got it back, !refunded, money arrived, all good, thanks for, thank you for
!helped me, !unblocked, back now, were back, was back
[urgent.veto.general -2]
отказали в кредит*, отказали в ипотек*, заявк* .. отказ*, отказ* .. кредит*|ипотек*|заявк*, відмовили в кредит*
відмовили в іпотец*, відмов* .. кредит*|заявк*, осторожно, будьте осторожны, обережно, предупрежда*, попередж*
новая схема, нова схема, как защитить*, як захистит*, эксперт*, експерт*, сообщил*, повідомил*, заявил*
банки начали, мошенники стали, мошенники начали, шахраї почали, шахраї вигадали, beware, be careful, warning
police said, arrested, sentenced, according
)";

}  // namespace scrm::sentiment
