// SPDX-License-Identifier: Apache-2.0
#include "sentiment/rules_internal.hpp"

namespace scrm::sentiment {

// Facts about a post that tell kinds of posts apart, without being evidence for one by themselves.
const std::string_view kShapeRules = R"(
[shape.first_person 0.5]
я, мне, меня, мной, мой, моя, мое, мои, моего, моей, моему, мою, моих, моим, мы, нам, нас, наш, наша, наши, у меня
мені, мене, мною, мій, моє, мої, моєї, моєму, ми, нам, нас, i, i'm, i've, i'd, i'll, me, my, mine, we, we're
we've, our, us
[shape.address 0.5]
вы, вам, вас, вами, ваш, ваша, ваше, ваши, вашего, вашей, вашу, вашем, вашим, ви, ваш, ваша, ваші, вашого, вашої
вашій, вами, you, your, you're, you've, u, ur, ya
[shape.kin 0.5]
мама, маме, маму, мамы, папа, папе, отцу, отец, муж, мужу, жена, жене, сын, сыну, дочь, дочка, дочке, дочки
бабушка, бабушке, бабушки, дедушка, ребенок, ребенку, ребёнок, внук*, мамі, мами, тато, тату, чоловік, дружина
дружині, син, донька, доньці, доньки, бабуся, бабусі, дитина, дитині, mum, mom, mother, dad, father, husband, wife
son, daughter, gran, grandma, nan, kid, kids, child
[shape.time 0.5]
сегодня, сейчас, вчера, завтра, утром, вечером, сьогодні, зараз, вчора, учора, завтра, зранку, ввечері, today, now
yesterday, tomorrow, morning, tonight
[shape.repeat 0.5]
опять, снова, третий раз, второй раз, каждый раз, постоянно, вечно, уже, знову, знов, третій раз, другий раз
щоразу, постійно, again, third time, second time, every time, constantly, keep, keeps
[shape.money 0.5]
$num $currency, $currency $num


$num руб*|р|грн|гривен*|тыс|тысяч*|тыщ|тисяч*|тис|миллион*|мільйон*|млн|млрд|евро|євро|долларов|доларів|тенге|k|quid|pounds|dollars|euros|pence
$num к
[shape.rate 0.5]
$num $percent, процент*, відсотк*, ставк*, rate, rates, apr, apy, aer
)";

}  // namespace scrm::sentiment
